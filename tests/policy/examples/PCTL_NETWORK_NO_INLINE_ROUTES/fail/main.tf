resource "aws_route_table" "this" {
  vpc_id = "vpc-05a4db0c500000001"

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = "igw-05a4db0c500000001"
  }
}
