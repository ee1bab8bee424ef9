resource "aws_sqs_queue" "this" {
  name                    = "this"
  sqs_managed_sse_enabled = true
}
