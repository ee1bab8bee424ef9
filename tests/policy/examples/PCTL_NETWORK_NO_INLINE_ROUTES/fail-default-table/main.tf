resource "aws_default_route_table" "this" {
  default_route_table_id = "rtb-05a4db0c500000001"

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = "igw-05a4db0c500000001"
  }
}
