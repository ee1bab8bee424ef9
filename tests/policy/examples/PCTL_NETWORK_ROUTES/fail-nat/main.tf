resource "aws_route" "this" {
  route_table_id         = "rtb-05a4db0c500000001"
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = "nat-05a4db0c500000001"
}
