output "endpoint" {
  description = "Host name of the database."
  value       = aws_db_instance.this.address
}

output "port" {
  description = "Port of the database."
  value       = aws_db_instance.this.port
}

output "database" {
  description = "Name of the database inside PostgreSQL."
  value       = aws_db_instance.this.db_name
}

output "username" {
  description = "The user that owns the database."
  value       = aws_db_instance.this.username
}

output "secret_arn" {
  description = "Reference to the user's password, kept and rotated by the cloud."
  value       = one(aws_db_instance.this.master_user_secret[*].secret_arn)
}

output "client_security_group_id" {
  description = "Members of this security group may connect."
  value       = aws_security_group.client.id
}
