# Each refusal of the queue module refuses. The provider is a mock: nothing is asked of any cloud.
mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
}

variables {
  names = { queue = "acme-dev-jobs" }
  tags  = { owner = "payments@acme.example" }
  key   = { arn = "arn:aws:kms:eu-central-1:123456789012:key/5a4db0c5-0000-4000-8000-000000000001" }

  visibility_timeout_seconds = 60
  retention_days             = 4
  max_receives               = 5
  data_key_reuse_seconds     = 300

  signals = {
    age = {
      comparison  = "GreaterThanThreshold"
      description = "It rings. Runbook: RUNBOOK.md"
      metric      = "ApproximateAgeOfOldestMessage"
      namespace   = "AWS/SQS"
      severity    = "ticket"
      threshold   = 3600
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

run "good_values_are_accepted" {
  command = plan

  assert {
    condition     = aws_sqs_queue.this.kms_master_key_id == var.key.arn && aws_sqs_queue.this.message_retention_seconds == 345600
    error_message = "A queue is encrypted with the environment's key and keeps messages as long as asked."
  }
}

run "a_name_without_room_for_suffixes_is_refused" {
  command         = plan
  expect_failures = [var.names]
  variables {
    names = { queue = "a23456789-123456789-123456789-123456789-123456789-123456789-12345678" }
  }
}

run "a_key_is_named_by_its_arn" {
  command         = plan
  expect_failures = [var.key]
  variables {
    key = { arn = "alias/aws/sqs" }
  }
}

run "everything_out_of_bounds_is_refused" {
  command         = plan
  expect_failures = [var.visibility_timeout_seconds, var.retention_days, var.max_receives, var.data_key_reuse_seconds]
  variables {
    visibility_timeout_seconds = 0
    retention_days             = 15
    max_receives               = 0
    data_key_reuse_seconds     = 59
  }
}

run "an_alarm_is_what_its_signal_says" {
  command = plan

  assert {
    condition = alltrue([
      aws_cloudwatch_metric_alarm.age.threshold == var.signals.age.threshold,
      aws_cloudwatch_metric_alarm.age.alarm_description == var.signals.age.description,
      aws_cloudwatch_metric_alarm.age.tags.severity == var.signals.age.severity,
    ])
    error_message = "The alarm does not say what the contract says."
  }
}

run "the_longest_name_fits_everything_that_bears_it" {
  command = plan
  variables {
    names = { queue = "a23456789-123456789-123456789-123456789-123456789-123456789-1234567" }
  }
}
