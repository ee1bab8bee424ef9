# Each refusal of the bucket module refuses. The provider is a mock: nothing is asked of any cloud.
mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
}

variables {
  names = { bucket = "acme-dev-files-0a1b2c3d" }
  tags  = { owner = "payments@acme.example" }
  key   = { arn = "arn:aws:kms:eu-central-1:123456789012:key/5a4db0c5-0000-4000-8000-000000000001" }

  temporary_days    = 7
  old_versions_days = 30

  signals = {
    failures = {
      comparison  = "GreaterThanThreshold"
      description = "It rings. Runbook: RUNBOOK.md"
      metric      = "5xxErrors"
      namespace   = "AWS/S3"
      severity    = "ticket"
      threshold   = 5
    }
    refusals = {
      comparison  = "GreaterThanThreshold"
      description = "It rings. Runbook: RUNBOOK.md"
      metric      = "4xxErrors"
      namespace   = "AWS/S3"
      severity    = "ticket"
      threshold   = 100
    }
  }
}

run "good_values_are_accepted" {
  command = plan

  assert {
    condition     = !aws_s3_bucket.this.force_destroy
    error_message = "A bucket that holds anything is not destroyed, whatever the values."
  }

  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.this.block_public_acls,
      aws_s3_bucket_public_access_block.this.block_public_policy,
      aws_s3_bucket_public_access_block.this.ignore_public_acls,
      aws_s3_bucket_public_access_block.this.restrict_public_buckets,
    ])
    error_message = "A bucket is closed to the public, whatever the values."
  }

  assert {
    condition     = alltrue([for each in jsondecode(aws_s3_bucket_policy.this.policy).Statement : each.Effect == "Deny"])
    error_message = "A bucket's policy lets nobody in."
  }
}

run "a_name_with_capitals_is_refused" {
  command         = plan
  expect_failures = [var.names]
  variables {
    names = { bucket = "Files-0a1b2c3d" }
  }
}

run "a_name_that_is_too_long_is_refused" {
  command         = plan
  expect_failures = [var.names]
  variables {
    names = { bucket = "a23456789-123456789-123456789-123456789-123456789-123456789-1234" }
  }
}

run "a_name_of_the_clouds_own_is_refused" {
  command         = plan
  expect_failures = [var.names]
  variables {
    names = { bucket = "sthree-files-0a1b2c3d" }
  }
}

run "a_key_is_named_by_its_arn" {
  command         = plan
  expect_failures = [var.key]
  variables {
    key = { arn = "alias/aws/s3" }
  }
}

run "everything_out_of_bounds_is_refused" {
  command         = plan
  expect_failures = [var.temporary_days, var.old_versions_days]
  variables {
    temporary_days    = 0
    old_versions_days = 0
  }
}

run "an_alarm_is_what_its_signal_says" {
  command = plan

  assert {
    condition = alltrue([
      aws_cloudwatch_metric_alarm.failures.threshold == var.signals.failures.threshold,
      aws_cloudwatch_metric_alarm.failures.alarm_description == var.signals.failures.description,
      aws_cloudwatch_metric_alarm.failures.tags.severity == var.signals.failures.severity,
    ])
    error_message = "The alarm does not say what the contract says."
  }
}

run "the_longest_name_fits_everything_that_bears_it" {
  command = plan
  variables {
    names = { bucket = "a23456789-123456789-123456789-123456789-123456789-123456789-123" }
  }
}
