resource "aws_sqs_queue" "this" {
  name = "this"
  tags = { owner = "" }
}
