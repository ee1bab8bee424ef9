variable "network" {
  type    = object({ vpc_id = string, private_subnet_ids = list(string) })
  default = { vpc_id = "vpc-05a4db0c500000001", private_subnet_ids = ["subnet-05a4db0c50000000a", "subnet-05a4db0c50000000b"] }
}
variable "bindings" {
  type    = map(object({ security_groups = list(string) }))
  default = { "db/orders" = { security_groups = ["sg-05a4db0c500000001"] } }
}
resource "aws_security_group" "this" {
  name   = "this"
  vpc_id = var.network.vpc_id
}
resource "aws_lambda_function" "this" {
  function_name = "this"
  role          = "arn:aws:iam::123456789012:role/this"
  runtime       = "python3.13"
  handler       = "index.handler"
  s3_bucket     = "code"
  s3_key        = "code.zip"
  vpc_config {
    subnet_ids         = var.network.private_subnet_ids
    security_group_ids = concat([aws_security_group.this.id], flatten(values(var.bindings)[*].security_groups))
  }
}
