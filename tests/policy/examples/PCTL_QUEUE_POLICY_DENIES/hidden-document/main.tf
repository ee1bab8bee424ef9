resource "aws_sqs_queue" "this" {
  name = "this"
}
data "aws_iam_policy_document" "this" {
  statement {
    effect    = "Allow"
    actions   = ["sqs:*"]
    resources = ["*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}
resource "aws_sqs_queue_policy" "this" {
  queue_url = aws_sqs_queue.this.id
  policy    = data.aws_iam_policy_document.this.json
}
