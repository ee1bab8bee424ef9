variable "tags" {
  type    = map(string)
  default = { owner = "payments@acme.example" }
}
resource "aws_sqs_queue" "this" {
  name = "this"
  tags = merge(var.tags, { Name = "this" })
}
