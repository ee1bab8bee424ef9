resource "aws_security_group" "this" {
  name   = "orders"
  vpc_id = "vpc-05a4db0c500000001"
}
resource "aws_security_group" "client" {
  name   = "orders-client"
  vpc_id = "vpc-05a4db0c500000001"
}
