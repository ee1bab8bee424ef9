# Each refusal of the function module refuses. The provider is a mock: nothing is asked of any cloud.
mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_region" {
    defaults = { name = "eu-central-1" }
  }

  mock_data "aws_vpc" {
    defaults = { cidr_block = "10.90.0.0/16" }
  }
}

variables {
  names   = { function = "acme-dev-thumbnails" }
  tags    = { owner = "payments@acme.example" }
  network = { vpc_id = "vpc-05a4db0c500000001", private_subnet_ids = ["subnet-05a4db0c50000000a", "subnet-05a4db0c50000000b"] }
  key     = { arn = "arn:aws:kms:eu-central-1:123456789012:key/5a4db0c5-0000-4000-8000-000000000001" }

  code               = "s3://acme-releases/thumbnails/v1.zip@3HL4kqtJvjVBH40Nrjfkd"
  runtime            = "python3.13"
  handler            = "index.handler"
  architecture       = "arm64"
  memory_mb          = 256
  timeout_seconds    = 30
  concurrency        = 10
  variables          = ["LOG_LEVEL=info", "QUERY=a=b=c", "EMPTY="]
  log_retention_days = 90

  bindings = {
    "db/orders:connect" = {
      statements = [
        { actions = ["secretsmanager:GetSecretValue"], resources = ["arn:aws:secretsmanager:eu-central-1:123456789012:secret:orders"] },
        { actions = ["kms:Decrypt"], resources = ["arn:aws:kms:eu-central-1:123456789012:key/5a4db0c5-0000-4000-8000-000000000001"] },
      ]
      security_groups = ["sg-05a4db0c500000001"]
      environment     = { PGHOST = "orders.example" }
      secrets         = { PGPASSWORD = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:orders" }
    }
    "queue/jobs:receive" = {
      statements = [
        { actions = ["sqs:ReceiveMessage"], resources = ["arn:aws:sqs:eu-central-1:123456789012:jobs"] },
        { actions = ["kms:Decrypt"], resources = ["arn:aws:kms:eu-central-1:123456789012:key/5a4db0c5-0000-4000-8000-000000000001"] },
      ]
      security_groups = []
      environment     = { QUEUE_URL = "https://queue.example/jobs" }
      secrets         = {}
    }
  }

  signals = {
    errors = {
      comparison  = "GreaterThanThreshold"
      description = "It rings. Runbook: RUNBOOK.md"
      metric      = "Errors"
      namespace   = "AWS/Lambda"
      severity    = "ticket"
      threshold   = 0
    }
    throttles = {
      comparison  = "GreaterThanThreshold"
      description = "It rings. Runbook: RUNBOOK.md"
      metric      = "Throttles"
      namespace   = "AWS/Lambda"
      severity    = "ticket"
      threshold   = 10
    }
    duration = {
      comparison  = "GreaterThanThreshold"
      description = "It rings. Runbook: RUNBOOK.md"
      metric      = "Duration"
      namespace   = "AWS/Lambda"
      severity    = "ticket"
      threshold   = 80
    }
    dead_letters = {
      comparison  = "GreaterThanThreshold"
      description = "It rings. Runbook: RUNBOOK.md"
      metric      = "ApproximateNumberOfMessagesVisible"
      namespace   = "AWS/SQS"
      severity    = "ticket"
      threshold   = 0
    }
  }
}

run "an_object_of_a_bucket_is_named_by_its_version" {
  command = plan

  assert {
    condition = alltrue([
      aws_lambda_function.this.package_type == "Zip",
      aws_lambda_function.this.s3_bucket == "acme-releases",
      aws_lambda_function.this.s3_key == "thumbnails/v1.zip",
      aws_lambda_function.this.s3_object_version == "3HL4kqtJvjVBH40Nrjfkd",
      aws_lambda_function.this.image_uri == null,
    ])
    error_message = "The code is not what was named."
  }
}

run "an_image_is_named_by_its_digest" {
  command = plan
  variables {
    code = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/orders@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  }

  assert {
    condition = alltrue([
      aws_lambda_function.this.package_type == "Image",
      aws_lambda_function.this.image_uri == var.code,
      aws_lambda_function.this.s3_bucket == null,
      aws_lambda_function.this.handler == null,
      aws_lambda_function.this.runtime == null,
    ])
    error_message = "The image is not what was named."
  }
}

run "the_role_may_do_what_the_bindings_say_and_what_the_function_needs_itself" {
  command = plan

  assert {
    condition = jsondecode(aws_iam_role_policy.this.policy).Statement[*].Action == [
      local.interfaces[0].Action, local.interfaces[1].Action,
      ["logs:CreateLogStream", "logs:PutLogEvents"], ["sqs:SendMessage"], ["kms:Decrypt", "kms:GenerateDataKey"],
      ["secretsmanager:GetSecretValue"], ["kms:Decrypt"], ["sqs:ReceiveMessage"],
    ]
    error_message = "The role may do something else, or the same thing is said twice."
  }

  assert {
    condition = [
      for each in jsondecode(aws_iam_role_policy.this.policy).Statement : each.Sid
      if each.Effect == "Allow" && strcontains(jsonencode(each.Resource), "\"*\"")
    ] == ["NetworkInterfaces"]
    error_message = "Only the network interfaces have no name."
  }

  assert {
    condition     = toset(jsondecode(aws_iam_role_policy.this.policy).Statement[1].Action) == toset(jsondecode(aws_iam_role_policy.this.policy).Statement[0].Action)
    error_message = "The code must not be able to do what Lambda does for it."
  }
}

run "without_bindings_the_role_has_the_functions_own_rights_only" {
  command = plan
  variables {
    bindings  = {}
    variables = []
  }

  assert {
    condition     = length(jsondecode(aws_iam_role_policy.this.policy).Statement) == 5 && length(aws_lambda_function.this.environment) == 0
    error_message = "Something is left of bindings that are not there."
  }
}

run "bound_values_are_variables_and_secrets_are_named_not_told" {
  command = plan

  assert {
    condition = aws_lambda_function.this.environment[0].variables == tomap({
      LOG_LEVEL             = "info"
      QUERY                 = "a=b=c"
      EMPTY                 = ""
      PGHOST                = "orders.example"
      PGPASSWORD_SECRET_ARN = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:orders"
      QUEUE_URL             = "https://queue.example/jobs"
    })
    error_message = "The environment is not what was said and bound."
  }
}

run "a_name_without_room_for_suffixes_is_refused" {
  command         = plan
  expect_failures = [var.names]
  variables {
    names = { function = "a23456789-123456789-123456789-123456789-123456789-123456" }
  }
}

run "one_subnet_is_not_enough" {
  command         = plan
  expect_failures = [var.network]
  variables {
    network = { vpc_id = "vpc-05a4db0c500000001", private_subnet_ids = ["subnet-05a4db0c50000000a"] }
  }
}

run "a_key_is_named_by_its_arn" {
  command         = plan
  expect_failures = [var.key]
  variables {
    key = { arn = "alias/aws/lambda" }
  }
}

run "code_without_a_version_is_refused" {
  command         = plan
  expect_failures = [var.code]
  variables {
    code = "s3://acme-releases/thumbnails.zip"
  }
}

run "an_image_by_a_tag_is_refused" {
  command         = plan
  expect_failures = [var.code]
  variables {
    code = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/orders:latest"
  }
}

run "variables_of_the_clouds_own_are_refused" {
  command         = plan
  expect_failures = [var.variables]
  variables {
    variables = ["AWS_REGION=eu-west-1"]
  }
}

run "a_variable_is_named_once" {
  command         = plan
  expect_failures = [var.variables]
  variables {
    variables = ["LOG_LEVEL=info", "LOG_LEVEL=debug"]
  }
}

run "more_groups_than_the_cloud_takes_are_refused" {
  command         = plan
  expect_failures = [var.bindings]
  variables {
    bindings = {
      "db/orders:connect" = {
        statements      = []
        security_groups = ["sg-05a4db0c500000001", "sg-05a4db0c500000002", "sg-05a4db0c500000003", "sg-05a4db0c500000004", "sg-05a4db0c500000005"]
        environment     = {}
        secrets         = {}
      }
    }
  }
}

run "everything_out_of_bounds_is_refused" {
  command = plan
  expect_failures = [
    var.runtime, var.handler, var.architecture, var.memory_mb, var.timeout_seconds, var.concurrency, var.log_retention_days,
  ]
  variables {
    runtime            = "cobol"
    handler            = ""
    architecture       = "mips"
    memory_mb          = 127
    timeout_seconds    = 901
    concurrency        = 0
    log_retention_days = 0
  }
}

run "an_alarm_is_what_its_signal_says" {
  command = plan

  assert {
    condition = alltrue([
      aws_cloudwatch_metric_alarm.duration.threshold == var.signals.duration.threshold,
      aws_cloudwatch_metric_alarm.duration.alarm_description == var.signals.duration.description,
      aws_cloudwatch_metric_alarm.duration.tags.severity == var.signals.duration.severity,
      contains(aws_cloudwatch_metric_alarm.duration.metric_query[*].expression, "longest / 300"),
    ])
    error_message = "The alarm does not say what the contract says."
  }
}

run "the_longest_name_fits_everything_that_bears_it" {
  command = plan
  variables {
    names = { function = "a23456789-123456789-123456789-123456789-123456789-12345" }
  }
}
