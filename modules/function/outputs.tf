output "name" {
  description = "Name of the function, by which it is called."
  value       = aws_lambda_function.this.function_name
}

output "arn" {
  description = "Name of the function for policies."
  value       = aws_lambda_function.this.arn
}

output "role_arn" {
  description = "Name for policies of the role that the function acts by."
  value       = aws_iam_role.this.arn
}

output "dead_letter_url" {
  description = "Address of the queue that holds the calls that failed."
  value       = aws_sqs_queue.dead_letters.url
}

output "log_group" {
  description = "Name of the log group that has what the function says."
  value       = aws_cloudwatch_log_group.this.name
}
