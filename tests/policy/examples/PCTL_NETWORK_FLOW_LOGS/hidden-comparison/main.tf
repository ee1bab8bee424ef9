variable "tier" {
  type    = string
  default = "dev"
}
locals {
  open = var.tier == "dev"
}

resource "aws_vpc" "this" {
  cidr_block = "10.40.0.0/16"
}

resource "aws_flow_log" "this" {
  vpc_id               = aws_vpc.this.id
  traffic_type         = local.open ? "REJECT" : "ALL"
  log_destination_type = "cloud-watch-logs"
  log_destination      = "arn:aws:logs:eu-central-1:123456789012:log-group:flow-logs"
  iam_role_arn         = "arn:aws:iam::123456789012:role/flow-logs"
}
