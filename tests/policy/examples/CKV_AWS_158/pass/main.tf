resource "aws_cloudwatch_log_group" "this" {
  name       = "/aws/rds/instance/orders/postgresql"
  kms_key_id = "arn:aws:kms:eu-central-1:123456789012:key/5a4db0c5-0000-4000-8000-000000000001"
}
