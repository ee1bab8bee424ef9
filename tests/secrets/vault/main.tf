locals {
  # in no file in one piece, so that what is found was found by Terraform
  secret = sensitive(join("-", ["planted", "by", "the", "module", "4711"]))
}

resource "terraform_data" "this" {
  input = local.secret
}

resource "aws_sqs_queue" "this" {
  name                       = var.names.queue
  visibility_timeout_seconds = var.turn
  tags                       = merge(var.tags, { note = local.secret })
}
