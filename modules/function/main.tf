locals {
  name = var.names.function

  # An object of a bucket, in one version; null for an image, which is named by its digest.
  zip = try(regex("^s3://(?P<bucket>[^/]+)/(?P<key>.+)@(?P<version>[^@]+)$", var.code), null)

  variables = { for each in var.variables : split("=", each)[0] => join("=", slice(split("=", each), 1, length(split("=", each)))) }
  bound     = [for binding in values(var.bindings) : binding.environment]

  # The cloud puts no secret into a variable: the code is told where it lies, and fetches it.
  secrets = [for binding in values(var.bindings) : { for variable, arn in binding.secrets : "${variable}_SECRET_ARN" => arn }]

  environment = merge(concat([local.variables], local.bound, local.secrets)...)
}

resource "aws_lambda_function" "this" {
  function_name = local.name
  description   = "Made by platformctl"
  role          = aws_iam_role.this.arn
  tags          = var.tags

  package_type      = local.zip == null ? "Image" : "Zip"
  s3_bucket         = one(local.zip[*].bucket)
  s3_key            = one(local.zip[*].key)
  s3_object_version = one(local.zip[*].version)
  runtime           = local.zip == null ? null : var.runtime
  handler           = local.zip == null ? null : var.handler
  image_uri         = local.zip == null ? var.code : null
  architectures     = [var.architecture]

  memory_size                    = var.memory_mb
  timeout                        = var.timeout_seconds
  reserved_concurrent_executions = var.concurrency
  kms_key_arn                    = var.key.arn

  vpc_config {
    subnet_ids         = var.network.private_subnet_ids
    security_group_ids = concat([aws_security_group.this.id], flatten(values(var.bindings)[*].security_groups))
  }

  dynamic "environment" {
    for_each = length(local.environment) > 0 ? [local.environment] : []

    content {
      variables = environment.value
    }
  }

  dead_letter_config {
    target_arn = aws_sqs_queue.dead_letters.arn
  }

  logging_config {
    log_group             = aws_cloudwatch_log_group.this.name
    log_format            = "JSON"
    application_log_level = "INFO"
    system_log_level      = "INFO"
  }

  # Each call is traced only where the caller traces: tracing all of them costs money, and needs a right over everything.
  tracing_config {
    mode = "PassThrough"
  }

  depends_on = [aws_iam_role_policy.this]
}
