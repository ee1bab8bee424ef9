resource "aws_vpc" "this" {
  cidr_block = "10.40.0.0/16"
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}
