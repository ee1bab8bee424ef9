resource "aws_security_group" "this" {
  name   = "this"
  vpc_id = "vpc-05a4db0c500000001"
}
