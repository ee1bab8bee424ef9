resource "aws_cloudwatch_log_group" "this" {
  name = "/aws/lambda/this"
}
resource "aws_lambda_function" "this" {
  function_name = "this"
  role          = "arn:aws:iam::123456789012:role/this"
  runtime       = "python3.13"
  handler       = "index.handler"
  s3_bucket     = "code"
  s3_key        = "code.zip"
  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.this.name
  }
}
