data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}

resource "aws_cloudwatch_log_group" "this" {
  for_each = toset(["postgresql", "upgrade"])

  name              = "/aws/rds/instance/${local.name}/${each.key}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.key.arn
  tags              = var.tags
}

resource "aws_iam_role" "monitoring" {
  name        = "${local.name}-monitoring"
  description = "Lets RDS send the operating system's metrics of ${local.name}"
  tags        = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "monitoring.rds.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.this.account_id } }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "monitoring" {
  role       = aws_iam_role.monitoring.name
  policy_arn = "arn:${data.aws_partition.this.partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}

resource "aws_cloudwatch_metric_alarm" "cpu" {
  alarm_name          = "${local.name}-cpu"
  alarm_description   = "The database is busy. Runbook: RUNBOOK.md#cpu of the module db"
  namespace           = "AWS/RDS"
  metric_name         = "CPUUtilization"
  statistic           = "Average"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 80
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "missing"
  dimensions          = { DBInstanceIdentifier = aws_db_instance.this.identifier }
  tags                = var.tags
}

resource "aws_cloudwatch_metric_alarm" "storage" {
  alarm_name          = "${local.name}-storage"
  alarm_description   = "The database runs out of storage. Runbook: RUNBOOK.md#storage of the module db"
  namespace           = "AWS/RDS"
  metric_name         = "FreeStorageSpace"
  statistic           = "Minimum"
  comparison_operator = "LessThanThreshold"
  threshold           = 5368709120
  period              = 300
  evaluation_periods  = 2
  treat_missing_data  = "missing"
  dimensions          = { DBInstanceIdentifier = aws_db_instance.this.identifier }
  tags                = var.tags
}

resource "aws_cloudwatch_metric_alarm" "memory" {
  alarm_name          = "${local.name}-memory"
  alarm_description   = "The database runs out of memory. Runbook: RUNBOOK.md#memory of the module db"
  namespace           = "AWS/RDS"
  metric_name         = "FreeableMemory"
  statistic           = "Minimum"
  comparison_operator = "LessThanThreshold"
  threshold           = 268435456
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "missing"
  dimensions          = { DBInstanceIdentifier = aws_db_instance.this.identifier }
  tags                = var.tags
}
