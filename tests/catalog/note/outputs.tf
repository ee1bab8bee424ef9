output "text" {
  description = "The text."
  value       = var.text
}

output "lines" {
  description = "The lines."
  value       = var.lines
}

output "ids" {
  description = "What remembers it."
  value       = terraform_data.this[*].id
}

output "secret" {
  description = "The text again, as if it were secret."
  value       = var.text
  sensitive   = true
}
