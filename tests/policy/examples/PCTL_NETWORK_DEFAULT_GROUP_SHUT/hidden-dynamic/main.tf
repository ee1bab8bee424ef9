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

resource "aws_default_security_group" "this" {
  vpc_id = aws_vpc.this.id
  egress = []

  dynamic "ingress" {
    for_each = local.open ? ["0.0.0.0/0"] : []
    content {
      protocol    = "-1"
      cidr_blocks = [ingress.value]
      from_port   = 0
      to_port     = 0
    }
  }
}
