resource "aws_db_subnet_group" "this" {
  name        = local.name
  description = "Private subnets of the environment"
  subnet_ids  = var.network.private_subnet_ids
  tags        = var.tags
}

resource "aws_security_group" "this" {
  name        = "${local.name}-db"
  description = "The database ${local.name}: lets its clients in, nobody else"
  vpc_id      = var.network.vpc_id
  tags        = merge(var.tags, { Name = "${local.name}-db" })
}

# Whoever is a member may connect: the only way in.
resource "aws_security_group" "client" {
  name        = "${local.name}-db-client"
  description = "Clients of the database ${local.name}"
  vpc_id      = var.network.vpc_id
  tags        = merge(var.tags, { Name = "${local.name}-db-client" })
}

resource "aws_vpc_security_group_ingress_rule" "from_clients" {
  security_group_id            = aws_security_group.this.id
  description                  = "PostgreSQL from its clients"
  referenced_security_group_id = aws_security_group.client.id
  from_port                    = 5432
  to_port                      = 5432
  ip_protocol                  = "tcp"
  tags                         = var.tags
}

resource "aws_vpc_security_group_egress_rule" "to_database" {
  security_group_id            = aws_security_group.client.id
  description                  = "PostgreSQL to the database"
  referenced_security_group_id = aws_security_group.this.id
  from_port                    = 5432
  to_port                      = 5432
  ip_protocol                  = "tcp"
  tags                         = var.tags
}
