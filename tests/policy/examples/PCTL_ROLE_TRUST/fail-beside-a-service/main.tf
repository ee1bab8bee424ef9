resource "aws_iam_role" "this" {
  name = "this"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com", AWS = "*" }
    }]
  })
}
