resource "aws_db_subnet_group" "this" {
  name       = "orders"
  subnet_ids = ["subnet-05a4db0c50000000a", "subnet-05a4db0c50000000b"]
}
resource "aws_security_group" "this" {
  name   = "orders"
  vpc_id = "vpc-05a4db0c500000001"
}
resource "aws_db_instance" "this" {
  identifier                  = "orders"
  engine                      = "postgres"
  engine_version              = "17"
  instance_class              = "db.t4g.medium"
  allocated_storage           = 20
  username                    = "platform"
  manage_master_user_password = true
  skip_final_snapshot         = false
  final_snapshot_identifier   = "orders-final"
  db_subnet_group_name        = aws_db_subnet_group.this.name
}
