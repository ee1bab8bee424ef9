locals {
  seconds_per_day = 86400
}

resource "aws_sqs_queue" "this" {
  name                              = var.names.queue
  visibility_timeout_seconds        = var.visibility_timeout_seconds
  message_retention_seconds         = var.retention_days * local.seconds_per_day
  receive_wait_time_seconds         = 20
  kms_master_key_id                 = var.key.arn
  kms_data_key_reuse_period_seconds = var.data_key_reuse_seconds
  tags                              = var.tags

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters.arn
    maxReceiveCount     = var.max_receives
  })
}
