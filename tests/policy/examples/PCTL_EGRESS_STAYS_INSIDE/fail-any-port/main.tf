resource "aws_security_group" "this" {
  name   = "this"
  vpc_id = "vpc-05a4db0c500000001"
}
resource "aws_security_group" "other" {
  name   = "other"
  vpc_id = "vpc-05a4db0c500000001"
}
resource "aws_vpc_security_group_egress_rule" "this" {
  security_group_id = aws_security_group.this.id
  cidr_ipv4         = "10.0.0.0/16"
  ip_protocol       = "-1"
}
