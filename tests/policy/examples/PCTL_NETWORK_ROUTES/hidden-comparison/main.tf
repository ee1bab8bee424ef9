variable "tier" {
  type    = string
  default = "dev"
}
locals {
  open = var.tier == "dev"
}

resource "aws_route" "this" {
  route_table_id         = "rtb-05a4db0c500000001"
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = local.open ? "igw-05a4db0c500000001" : null
}
