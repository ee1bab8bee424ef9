resource "aws_internet_gateway" "this" {}
