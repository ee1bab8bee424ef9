# The name holds the version: on an upgrade the new group exists before the old one goes.
resource "aws_db_parameter_group" "this" {
  name        = "${local.name}-postgres${var.engine_version}"
  family      = "postgres${var.engine_version}"
  description = "Connections by TLS only, slow statements logged"
  tags        = var.tags

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  parameter {
    name  = "log_min_duration_statement"
    value = "1000"
  }

  lifecycle {
    create_before_destroy = true
  }
}
