resource "aws_subnet" "this" {
  vpc_id     = "vpc-05a4db0c500000001"
  cidr_block = "10.40.0.0/18"

  map_public_ip_on_launch = true
}
