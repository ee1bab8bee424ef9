resource "aws_security_group" "this" {
  name   = "endpoints"
  vpc_id = "vpc-05a4db0c500000001"
}

resource "aws_vpc_security_group_ingress_rule" "this" {
  security_group_id = aws_security_group.this.id
  cidr_ipv4         = "10.40.0.0/16"
  from_port         = 443
  to_port           = 443
  ip_protocol       = "tcp"
}
