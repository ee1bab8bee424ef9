resource "aws_lambda_function" "this" {
  function_name                  = "this"
  role                           = "arn:aws:iam::123456789012:role/this"
  runtime                        = "python3.13"
  handler                        = "index.handler"
  s3_bucket                      = "code"
  s3_key                         = "code.zip"
  reserved_concurrent_executions = 10
}
