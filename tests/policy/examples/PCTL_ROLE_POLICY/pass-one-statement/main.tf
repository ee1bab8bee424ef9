resource "aws_iam_role_policy" "this" {
  name = "this"
  role = "this"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/vpc/flow-logs/this:*"
    }]
  })
}
