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
  monitoring_interval         = 60
  monitoring_role_arn         = "arn:aws:iam::123456789012:role/monitoring"
}
