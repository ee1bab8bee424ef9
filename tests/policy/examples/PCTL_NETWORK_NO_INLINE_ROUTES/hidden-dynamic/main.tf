variable "tier" {
  type    = string
  default = "dev"
}
locals {
  open = var.tier == "dev"
}

resource "aws_route_table" "this" {
  vpc_id = "vpc-05a4db0c500000001"

  dynamic "route" {
    for_each = local.open ? ["0.0.0.0/0"] : []
    content {
      cidr_block = route.value
      gateway_id = "igw-05a4db0c500000001"
    }
  }
}
