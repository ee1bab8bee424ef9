resource "aws_route" "this" {
  route_table_id         = "rtb-05a4db0c500000001"
  destination_cidr_block = "0.0.0.0/0"
  network_interface_id   = "eni-05a4db0c500000001"
}
