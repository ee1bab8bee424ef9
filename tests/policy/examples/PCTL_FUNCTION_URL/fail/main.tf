resource "aws_lambda_function_url" "this" {
  function_name      = "this"
  authorization_type = "NONE"
}
