resource "aws_security_group" "this" {
  name   = "orders"
  vpc_id = "vpc-05a4db0c500000001"
  ingress {
    from_port   = 5432
    to_port     = 5432
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
