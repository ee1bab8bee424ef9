resource "aws_db_instance" "this" {
  identifier                = "orders"
  engine                    = "postgres"
  engine_version            = "17"
  instance_class            = "db.t4g.medium"
  allocated_storage         = 20
  username                  = "platform"
  skip_final_snapshot       = false
  final_snapshot_identifier = "orders-final"
  password                  = "example-only-password"
}
