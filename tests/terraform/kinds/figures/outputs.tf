output "text" {
  description = "One text."
  value       = terraform_data.this.output.text
}

output "lines" {
  description = "Many texts."
  value       = terraform_data.this.output.lines
}

output "numbers" {
  description = "Many numbers."
  value       = terraform_data.this.output.numbers
}

output "whole" {
  description = "Many whole numbers."
  value       = terraform_data.this.output.whole
}

output "both" {
  description = "One of each."
  value       = terraform_data.this.output.both
}
