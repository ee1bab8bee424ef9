resource "aws_security_group" "this" {
  name   = "this"
  vpc_id = "vpc-05a4db0c500000001"
}
resource "aws_lambda_function" "this" {
  function_name = "this"
  role          = "arn:aws:iam::123456789012:role/this"
  runtime       = "python3.13"
  handler       = "index.handler"
  s3_bucket     = "code"
  s3_key        = "code.zip"
  vpc_config {
    subnet_ids         = []
    security_group_ids = []
  }
}
