resource "aws_sqs_queue" "dead" {
  name = "dead"
}
resource "aws_sqs_queue" "this" {
  name           = "this"
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead.arn, maxReceiveCount = 5 })
}
