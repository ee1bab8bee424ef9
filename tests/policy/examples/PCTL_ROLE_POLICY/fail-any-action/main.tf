resource "aws_iam_role_policy" "this" {
  name = "this"
  role = "this"

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }]
  })
}
