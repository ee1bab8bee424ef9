output "secret" {
  description = "What is kept."
  value       = local.secret
  sensitive   = true
}
