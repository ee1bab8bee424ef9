data "aws_availability_zones" "this" {}

# Three of four quarters; the last one stays free.
resource "aws_subnet" "private" {
  for_each = toset(var.zones)

  vpc_id                  = aws_vpc.this.id
  availability_zone       = "${data.aws_region.this.name}${each.key}"
  cidr_block              = cidrsubnet(var.cidr, 2, index(var.zones, each.key))
  map_public_ip_on_launch = false
  tags                    = merge(var.tags, { Name = "${var.names.network}-private-${each.key}" })

  lifecycle {
    precondition {
      condition     = contains(data.aws_availability_zones.this.names, "${data.aws_region.this.name}${each.key}")
      error_message = "The region has no zone ${each.key}. Its zones: ${join(", ", data.aws_availability_zones.this.names)}."
    }
  }
}

# Without a route of its own: nothing leads out of the network but the gateway endpoints.
resource "aws_route_table" "private" {
  vpc_id = aws_vpc.this.id
  tags   = merge(var.tags, { Name = "${var.names.network}-private" })
}

resource "aws_route_table_association" "private" {
  for_each = toset(var.zones)

  subnet_id      = aws_subnet.private[each.key].id
  route_table_id = aws_route_table.private.id
}
