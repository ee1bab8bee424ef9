# Thresholds, severities and words come from the contract.
resource "aws_cloudwatch_metric_alarm" "cpu" {
  alarm_name          = "${local.name}-db-cpu"
  alarm_description   = var.signals.cpu.description
  namespace           = var.signals.cpu.namespace
  metric_name         = var.signals.cpu.metric
  statistic           = "Average"
  comparison_operator = var.signals.cpu.comparison
  threshold           = var.signals.cpu.threshold
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "missing"
  dimensions          = { DBInstanceIdentifier = aws_db_instance.this.identifier }
  tags                = merge(var.tags, { severity = var.signals.cpu.severity })
}

resource "aws_cloudwatch_metric_alarm" "memory" {
  alarm_name          = "${local.name}-db-memory"
  alarm_description   = var.signals.memory.description
  namespace           = var.signals.memory.namespace
  metric_name         = var.signals.memory.metric
  statistic           = "Minimum"
  comparison_operator = var.signals.memory.comparison
  threshold           = var.signals.memory.threshold
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "missing"
  dimensions          = { DBInstanceIdentifier = aws_db_instance.this.identifier }
  tags                = merge(var.tags, { severity = var.signals.memory.severity })
}

resource "aws_cloudwatch_metric_alarm" "storage" {
  alarm_name          = "${local.name}-db-storage"
  alarm_description   = var.signals.storage.description
  namespace           = var.signals.storage.namespace
  metric_name         = var.signals.storage.metric
  statistic           = "Minimum"
  comparison_operator = var.signals.storage.comparison
  threshold           = var.signals.storage.threshold
  period              = 300
  evaluation_periods  = 2
  treat_missing_data  = "missing"
  dimensions          = { DBInstanceIdentifier = aws_db_instance.this.identifier }
  tags                = merge(var.tags, { severity = var.signals.storage.severity })
}
