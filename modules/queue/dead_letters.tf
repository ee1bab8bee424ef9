data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  # Put together from what is known, since the two queues would otherwise wait for each other.
  queue_arn = join(":", [
    "arn", data.aws_partition.this.partition, "sqs",
    data.aws_region.this.name, data.aws_caller_identity.this.account_id, var.names.queue,
  ])
}

# The underscore keeps the name apart from every other queue's: names of stacks have none.
resource "aws_sqs_queue" "dead_letters" {
  name                              = "${var.names.queue}_dead-letters"
  message_retention_seconds         = 1209600
  kms_master_key_id                 = var.key.arn
  kms_data_key_reuse_period_seconds = var.data_key_reuse_seconds
  tags                              = var.tags

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [local.queue_arn]
  })
}
