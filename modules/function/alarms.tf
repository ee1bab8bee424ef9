# Thresholds, severities and words come from the contract.
resource "aws_cloudwatch_metric_alarm" "errors" {
  alarm_name          = "${local.name}-function-errors"
  alarm_description   = var.signals.errors.description
  namespace           = var.signals.errors.namespace
  metric_name         = var.signals.errors.metric
  statistic           = "Sum"
  comparison_operator = var.signals.errors.comparison
  threshold           = var.signals.errors.threshold
  period              = 300
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  dimensions          = { FunctionName = aws_lambda_function.this.function_name }
  tags                = merge(var.tags, { severity = var.signals.errors.severity })
}

resource "aws_cloudwatch_metric_alarm" "throttles" {
  alarm_name          = "${local.name}-function-throttles"
  alarm_description   = var.signals.throttles.description
  namespace           = var.signals.throttles.namespace
  metric_name         = var.signals.throttles.metric
  statistic           = "Sum"
  comparison_operator = var.signals.throttles.comparison
  threshold           = var.signals.throttles.threshold
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  dimensions          = { FunctionName = aws_lambda_function.this.function_name }
  tags                = merge(var.tags, { severity = var.signals.throttles.severity })
}

# The metric is in milliseconds; the alarm rings by the share of the time that a call may take.
resource "aws_cloudwatch_metric_alarm" "duration" {
  alarm_name          = "${local.name}-function-duration"
  alarm_description   = var.signals.duration.description
  comparison_operator = var.signals.duration.comparison
  threshold           = var.signals.duration.threshold
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  tags                = merge(var.tags, { severity = var.signals.duration.severity })

  metric_query {
    id          = "share"
    expression  = "longest / ${var.timeout_seconds * 10}"
    label       = "Longest call, in per cent of the time that it may take"
    return_data = true
  }

  metric_query {
    id = "longest"

    metric {
      namespace   = var.signals.duration.namespace
      metric_name = var.signals.duration.metric
      stat        = "Maximum"
      period      = 300
      dimensions  = { FunctionName = aws_lambda_function.this.function_name }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "dead_letters" {
  alarm_name          = "${local.name}-function-dead-letters"
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
