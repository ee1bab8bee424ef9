data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  # Put together from what is known, so that the whole policy can be read, and judged, before anything exists.
  here            = "${data.aws_region.this.name}:${data.aws_caller_identity.this.account_id}"
  function_arn    = "arn:${data.aws_partition.this.partition}:lambda:${local.here}:function:${local.name}"
  log_group_arn   = "arn:${data.aws_partition.this.partition}:logs:${local.here}:log-group:/aws/lambda/${local.name}"
  dead_letter_arn = "arn:${data.aws_partition.this.partition}:sqs:${local.here}:${local.name}_dead-letters"

  own = [
    {
      Sid      = "Logs"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = ["${local.log_group_arn}:*"]
    },
    {
      Sid      = "DeadLetters"
      Effect   = "Allow"
      Action   = ["sqs:SendMessage"]
      Resource = [local.dead_letter_arn]
    },
    {
      Sid      = "Key"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource = [var.key.arn]
    },
  ]

  # The cloud itself connects the function to the network, by the function's role; these actions take no narrower
  # object while the interfaces don't exist. The code may do none of it, as AWS advises.
  interfaces = [
    {
      Sid      = "NetworkInterfaces"
      Effect   = "Allow"
      Resource = "*"
      Action = [
        "ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:UnassignPrivateIpAddresses",
      ]
    },
    {
      Sid       = "NotByTheCode"
      Effect    = "Deny"
      Resource  = "*"
      Condition = { ArnEquals = { "lambda:SourceFunctionArn" = [local.function_arn] } }
      Action = [
        "ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:UnassignPrivateIpAddresses",
      ]
    },
  ]

  granted = distinct(flatten([
    for binding in values(var.bindings) : [
      for statement in binding.statements : {
        Effect   = "Allow"
        Action   = statement.actions
        Resource = statement.resources
      }
    ]
  ]))
}

resource "aws_iam_role" "this" {
  name        = "${local.name}-function"
  description = "What the function ${local.name} may do"
  tags        = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  name = "run"
  role = aws_iam_role.this.name

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.interfaces, local.own, local.granted)
  })
}
