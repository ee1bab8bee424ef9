resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/rds/instance/orders/postgresql"
  retention_in_days = 0
}
