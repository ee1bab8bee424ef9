resource "aws_security_group" "this" {
  name   = "endpoints"
  vpc_id = "vpc-05a4db0c500000001"
}

resource "aws_vpc_endpoint" "this" {
  vpc_id             = "vpc-05a4db0c500000001"
  service_name       = "com.amazonaws.eu-central-1.sqs"
  vpc_endpoint_type  = "Interface"
  security_group_ids = [aws_security_group.this.id]
}
