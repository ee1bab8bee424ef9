# The underscore keeps the name apart from every other queue's: names of stacks have none.
resource "aws_sqs_queue" "dead_letters" {
  name                              = "${local.name}_dead-letters"
  message_retention_seconds         = 1209600
  kms_master_key_id                 = var.key.arn
  kms_data_key_reuse_period_seconds = 300
  tags                              = var.tags
}

# In a queue's own policy "*" is that queue.
resource "aws_sqs_queue_policy" "dead_letters" {
  queue_url = aws_sqs_queue.dead_letters.url

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "sqs:*"
      Resource  = "*"
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}
