locals {
  # An endpoint lets every action through; who may do what is said by the policies of those who come.
  own_account_only = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Anything"
        Effect    = "Allow"
        Principal = "*"
        Action    = "*"
        Resource  = "*"
      },
      {
        Sid       = "OwnAccountOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "*"
        Resource  = "*"
        Condition = { StringNotEquals = { "aws:PrincipalAccount" = data.aws_caller_identity.this.account_id } }
      },
    ]
  })
}

resource "aws_vpc_endpoint" "gateway" {
  for_each = toset(["dynamodb", "s3"])

  vpc_id            = aws_vpc.this.id
  vpc_endpoint_type = "Gateway"
  service_name      = "com.amazonaws.${data.aws_region.this.name}.${each.key}"
  route_table_ids   = [aws_route_table.private.id]
  policy            = local.own_account_only
  tags              = merge(var.tags, { Name = "${var.names.network}-${each.key}" })
}

resource "aws_vpc_endpoint" "interface" {
  for_each = toset(var.interface_endpoints)

  vpc_id              = aws_vpc.this.id
  vpc_endpoint_type   = "Interface"
  service_name        = "com.amazonaws.${data.aws_region.this.name}.${each.key}"
  subnet_ids          = [for subnet in aws_subnet.private : subnet.id]
  security_group_ids  = [aws_security_group.endpoints.id]
  private_dns_enabled = true
  policy              = local.own_account_only
  tags                = merge(var.tags, { Name = "${var.names.network}-${each.key}" })
}

resource "aws_security_group" "endpoints" {
  name        = "${var.names.network}-network-endpoints"
  description = "The endpoints of ${var.names.network}: let in what lies in the network, by TLS"
  vpc_id      = aws_vpc.this.id
  tags        = merge(var.tags, { Name = "${var.names.network}-network-endpoints" })
}

resource "aws_vpc_security_group_ingress_rule" "from_network" {
  security_group_id = aws_security_group.endpoints.id
  description       = "TLS from the network itself"
  cidr_ipv4         = aws_vpc.this.cidr_block
  from_port         = 443
  to_port           = 443
  ip_protocol       = "tcp"
  tags              = var.tags
}
