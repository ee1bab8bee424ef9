resource "aws_sqs_queue" "this" {
  name = "this"
}
resource "aws_sqs_queue" "other" {
  name = "other"
}
resource "aws_sqs_queue_policy" "other" {
  queue_url = aws_sqs_queue.other.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "sqs:*"
      Resource  = aws_sqs_queue.other.arn
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}
