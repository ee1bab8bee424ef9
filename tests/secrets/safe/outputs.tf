output "secret" {
  description = "What is kept."
  value       = local.secret
  sensitive   = true
}

output "copy" {
  description = "Terraform does not know any more that this is secret."
  value       = terraform_data.this.output
}

output "turn" {
  description = "The number."
  value       = var.turn
}
