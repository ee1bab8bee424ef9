variable "tier" {
  type    = string
  default = "dev"
}
locals {
  open = var.tier == "dev"
}

resource "aws_internet_gateway" "this" {
  vpc_id = local.open ? "vpc-05a4db0c500000001" : null
}
