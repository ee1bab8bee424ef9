output "content" {
  description = "What lies in it."
  value       = var.content
}
