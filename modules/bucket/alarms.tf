resource "aws_s3_bucket_metric" "this" {
  bucket = aws_s3_bucket.this.bucket
  name   = "all"
}

# Thresholds, severities and words come from the contract.
resource "aws_cloudwatch_metric_alarm" "failures" {
  alarm_name          = "${var.names.bucket}-bucket-failures"
  alarm_description   = var.signals.failures.description
  namespace           = var.signals.failures.namespace
  metric_name         = var.signals.failures.metric
  statistic           = "Sum"
  comparison_operator = var.signals.failures.comparison
  threshold           = var.signals.failures.threshold
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  dimensions          = { BucketName = aws_s3_bucket.this.bucket, FilterId = aws_s3_bucket_metric.this.name }
  tags                = merge(var.tags, { severity = var.signals.failures.severity })
}

resource "aws_cloudwatch_metric_alarm" "refusals" {
  alarm_name          = "${var.names.bucket}-bucket-refusals"
  alarm_description   = var.signals.refusals.description
  namespace           = var.signals.refusals.namespace
  metric_name         = var.signals.refusals.metric
  statistic           = "Sum"
  comparison_operator = var.signals.refusals.comparison
  threshold           = var.signals.refusals.threshold
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  dimensions          = { BucketName = aws_s3_bucket.this.bucket, FilterId = aws_s3_bucket_metric.this.name }
  tags                = merge(var.tags, { severity = var.signals.refusals.severity })
}
