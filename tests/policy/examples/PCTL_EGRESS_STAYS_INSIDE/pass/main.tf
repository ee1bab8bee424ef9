resource "aws_security_group" "this" {
  name   = "this"
  vpc_id = "vpc-05a4db0c500000001"
}
resource "aws_security_group" "other" {
  name   = "other"
  vpc_id = "vpc-05a4db0c500000001"
}
resource "aws_vpc_security_group_egress_rule" "this" {
  security_group_id            = aws_security_group.this.id
  referenced_security_group_id = aws_security_group.other.id
  from_port                    = 5432
  to_port                      = 5432
  ip_protocol                  = "tcp"
}
