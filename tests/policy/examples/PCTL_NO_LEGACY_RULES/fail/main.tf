resource "aws_security_group" "this" {
  name   = "orders"
  vpc_id = "vpc-05a4db0c500000001"
}
resource "aws_security_group" "client" {
  name   = "orders-client"
  vpc_id = "vpc-05a4db0c500000001"
}
resource "aws_security_group_rule" "this" {
  security_group_id        = aws_security_group.this.id
  source_security_group_id = aws_security_group.client.id
  type                     = "ingress"
  from_port                = 5432
  to_port                  = 5432
  protocol                 = "tcp"
}
