resource "aws_sqs_queue" "this" {
  name = "this"
}
resource "aws_sqs_queue" "dead" {
  name = "dead"
}
