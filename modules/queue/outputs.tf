output "url" {
  description = "Address of the queue."
  value       = aws_sqs_queue.this.url
}

output "arn" {
  description = "Name of the queue for policies."
  value       = aws_sqs_queue.this.arn
}

output "dead_letter_url" {
  description = "Address of the queue that holds what could not be worked on."
  value       = aws_sqs_queue.dead_letters.url
}

output "dead_letter_arn" {
  description = "Name of the dead letters' queue for policies."
  value       = aws_sqs_queue.dead_letters.arn
}
