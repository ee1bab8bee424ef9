resource "aws_route_table" "this" {
  vpc_id = "vpc-05a4db0c500000001"
}
