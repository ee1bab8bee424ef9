locals {
  # Put together from what is known, so that the policies can be read before anything exists.
  place = "${data.aws_region.this.name}:${data.aws_caller_identity.this.account_id}"
}

resource "aws_cloudwatch_log_group" "flow_logs" {
  name              = "/aws/vpc/flow-logs/${var.names.network}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.key.arn
  tags              = var.tags
}

resource "aws_flow_log" "this" {
  vpc_id                   = aws_vpc.this.id
  traffic_type             = "ALL"
  log_destination_type     = "cloud-watch-logs"
  log_destination          = aws_cloudwatch_log_group.flow_logs.arn
  iam_role_arn             = aws_iam_role.flow_logs.arn
  max_aggregation_interval = var.log_interval_seconds
  tags                     = merge(var.tags, { Name = "${var.names.network}-network" })

  depends_on = [aws_iam_role_policy.flow_logs]
}

resource "aws_iam_role" "flow_logs" {
  name        = "${var.names.network}-network-flow-logs"
  description = "Lets the network ${var.names.network} write its flow logs"
  tags        = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "vpc-flow-logs.amazonaws.com" }
      Condition = {
        StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.this.account_id }
        ArnLike      = { "aws:SourceArn" = "arn:${data.aws_partition.this.partition}:ec2:${local.place}:vpc-flow-log/*" }
      }
    }]
  })
}

# No right to make a log group: a late line must not bring it back after the network is gone.
resource "aws_iam_role_policy" "flow_logs" {
  name = "write-flow-logs"
  role = aws_iam_role.flow_logs.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
      Resource = "arn:${data.aws_partition.this.partition}:logs:${local.place}:log-group:${aws_cloudwatch_log_group.flow_logs.name}:*"
    }]
  })
}
