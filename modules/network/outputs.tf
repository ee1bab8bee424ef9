output "vpc_id" {
  description = "Id of the network."
  value       = aws_vpc.this.id
}

output "private_subnet_ids" {
  description = "Ids of its subnets, one in each zone; none has a way in from the internet."
  value       = [for subnet in aws_subnet.private : subnet.id]
}

output "cidr" {
  description = "Its range of addresses."
  value       = aws_vpc.this.cidr_block
}

output "zones" {
  description = "Names of its zones, in the order of the subnets."
  value       = [for subnet in aws_subnet.private : subnet.availability_zone]
}

output "endpoint_security_group_id" {
  description = "The security group of the interface endpoints: what a rule that lets somebody out to them names."
  value       = aws_security_group.endpoints.id
}
