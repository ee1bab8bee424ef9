resource "aws_security_group" "this" {
  name   = "this"
  vpc_id = "vpc-05a4db0c500000001"

  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
