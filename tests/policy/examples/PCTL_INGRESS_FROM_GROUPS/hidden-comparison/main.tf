variable "tier" {
  type    = string
  default = "prod"
}
locals {
  prod = var.tier == "prod"
}
resource "aws_security_group" "this" {
  name   = "orders"
  vpc_id = "vpc-05a4db0c500000001"
}
resource "aws_security_group" "client" {
  name   = "orders-client"
  vpc_id = "vpc-05a4db0c500000001"
}
resource "aws_vpc_security_group_ingress_rule" "this" {
  security_group_id            = aws_security_group.this.id
  referenced_security_group_id = local.prod ? null : aws_security_group.client.id
  cidr_ipv4                    = local.prod ? "0.0.0.0/0" : null
  from_port                    = 5432
  to_port                      = 5432
  ip_protocol                  = "tcp"
}
