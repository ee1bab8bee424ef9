resource "aws_lambda_function" "this" {
  function_name = "this"
  role          = "arn:aws:iam::123456789012:role/this"
  runtime       = "python3.13"
  handler       = "index.handler"
  s3_bucket     = "code"
  s3_key        = "code.zip"
  kms_key_arn   = "arn:aws:kms:eu-central-1:123456789012:key/5a4db0c5-0000-4000-8000-000000000001"
}
