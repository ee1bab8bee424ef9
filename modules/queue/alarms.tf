resource "aws_cloudwatch_metric_alarm" "dead_letters" {
  alarm_name          = "${var.names.queue}-dead-letters"
  alarm_description   = "Messages were put aside. Runbook: RUNBOOK.md#dead-letters of the module queue"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  period              = 60
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  dimensions          = { QueueName = aws_sqs_queue.dead_letters.name }
  tags                = var.tags
}

resource "aws_cloudwatch_metric_alarm" "age" {
  alarm_name          = "${var.names.queue}-age"
  alarm_description   = "Messages wait too long. Runbook: RUNBOOK.md#age of the module queue"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 3600
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  dimensions          = { QueueName = aws_sqs_queue.this.name }
  tags                = var.tags
}
