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
  storage_encrypted           = true
  kms_key_id                  = "arn:aws:kms:eu-central-1:123456789012:key/5a4db0c5-0000-4000-8000-000000000001"
}
