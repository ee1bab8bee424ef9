output "title" {
  description = "What stands above it."
  value       = var.title
}

output "shown" {
  description = "What it shows as JSON."
  value       = terraform_data.this.output.shown
}
