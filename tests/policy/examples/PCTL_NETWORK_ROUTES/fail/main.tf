resource "aws_route" "this" {
  route_table_id         = "rtb-05a4db0c500000001"
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}

resource "aws_internet_gateway" "this" {}
