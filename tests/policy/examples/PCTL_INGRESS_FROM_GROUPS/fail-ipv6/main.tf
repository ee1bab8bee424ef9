resource "aws_security_group" "this" {
  name   = "orders"
  vpc_id = "vpc-05a4db0c500000001"
}
resource "aws_security_group" "client" {
  name   = "orders-client"
  vpc_id = "vpc-05a4db0c500000001"
}
resource "aws_vpc_security_group_ingress_rule" "this" {
  security_group_id = aws_security_group.this.id
  cidr_ipv6         = "::/0"
  from_port         = 5432
  to_port           = 5432
  ip_protocol       = "tcp"
}
