data "aws_vpc" "this" {
  id = var.network.vpc_id
}

# Files in S3 are reached by the network's own gateway, under the addresses in this list.
data "aws_ec2_managed_prefix_list" "s3" {
  name = "com.amazonaws.${data.aws_region.this.name}.s3"
}

# Nobody connects to a function: no way in. What a binding needs comes with the groups that it joins.
resource "aws_security_group" "this" {
  name        = "${local.name}-function"
  description = "The function ${local.name}: lets nobody in, and itself out to the network's own services"
  vpc_id      = var.network.vpc_id
  tags        = merge(var.tags, { Name = "${local.name}-function" })

  # The cloud takes its time to remove the interfaces of a function that is gone.
  timeouts {
    delete = "45m"
  }
}

resource "aws_vpc_security_group_egress_rule" "to_network" {
  security_group_id = aws_security_group.this.id
  description       = "TLS to what lies in the network, as the endpoints of the cloud's services"
  cidr_ipv4         = data.aws_vpc.this.cidr_block
  from_port         = 443
  to_port           = 443
  ip_protocol       = "tcp"
  tags              = var.tags
}

resource "aws_vpc_security_group_egress_rule" "to_files" {
  security_group_id = aws_security_group.this.id
  description       = "TLS to S3, by the gateway of the network"
  prefix_list_id    = data.aws_ec2_managed_prefix_list.s3.id
  from_port         = 443
  to_port           = 443
  ip_protocol       = "tcp"
  tags              = var.tags
}
