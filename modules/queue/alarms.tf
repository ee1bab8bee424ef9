# Thresholds, severities and words come from the contract.
resource "aws_cloudwatch_metric_alarm" "age" {
  alarm_name          = "${var.names.queue}-queue-age"
  alarm_description   = var.signals.age.description
  namespace           = var.signals.age.namespace
  metric_name         = var.signals.age.metric
  statistic           = "Maximum"
  comparison_operator = var.signals.age.comparison
  threshold           = var.signals.age.threshold
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  dimensions          = { QueueName = aws_sqs_queue.this.name }
  tags                = merge(var.tags, { severity = var.signals.age.severity })
}

resource "aws_cloudwatch_metric_alarm" "dead_letters" {
  alarm_name          = "${var.names.queue}-queue-dead-letters"
  alarm_description   = var.signals.dead_letters.description
  namespace           = var.signals.dead_letters.namespace
  metric_name         = var.signals.dead_letters.metric
  statistic           = "Maximum"
  comparison_operator = var.signals.dead_letters.comparison
  threshold           = var.signals.dead_letters.threshold
  period              = 60
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  dimensions          = { QueueName = aws_sqs_queue.dead_letters.name }
  tags                = merge(var.tags, { severity = var.signals.dead_letters.severity })
}
