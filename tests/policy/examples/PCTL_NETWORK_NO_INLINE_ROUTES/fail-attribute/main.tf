resource "aws_route_table" "this" {
  vpc_id = "vpc-05a4db0c500000001"
  route  = [{ cidr_block = "0.0.0.0/0", gateway_id = "igw-05a4db0c500000001", carrier_gateway_id = null, core_network_arn = null, destination_prefix_list_id = null, egress_only_gateway_id = null, ipv6_cidr_block = null, local_gateway_id = null, nat_gateway_id = null, network_interface_id = null, transit_gateway_id = null, vpc_endpoint_id = null, vpc_peering_connection_id = null }]
}
