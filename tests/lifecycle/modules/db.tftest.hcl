# Each refusal of the db module refuses. The provider is a mock: nothing is asked of any cloud.
mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
}

variables {
  names   = { db = "acme-dev-orders" }
  tags    = { owner = "payments@acme.example" }
  network = { vpc_id = "vpc-05a4db0c500000001", private_subnet_ids = ["subnet-05a4db0c50000000a", "subnet-05a4db0c50000000b"] }
  key     = { arn = "arn:aws:kms:eu-central-1:123456789012:key/5a4db0c5-0000-4000-8000-000000000001" }

  engine_version           = "17"
  instance_class           = "db.t4g.medium"
  storage_gb               = 20
  max_storage_gb           = 600
  high_availability        = false
  backup_retention_days    = 7
  delete_automated_backups = true
  deletion_protection      = true
  skip_final_snapshot      = false
  insights_retention_days  = 7
  log_retention_days       = 90

  signals = {
    cpu = {
      comparison  = "GreaterThanThreshold"
      description = "It rings. Runbook: RUNBOOK.md"
      metric      = "CPUUtilization"
      namespace   = "AWS/RDS"
      severity    = "ticket"
      threshold   = 80
    }
    memory = {
      comparison  = "LessThanThreshold"
      description = "It rings. Runbook: RUNBOOK.md"
      metric      = "FreeableMemory"
      namespace   = "AWS/RDS"
      severity    = "ticket"
      threshold   = 268435456
    }
    storage = {
      comparison  = "LessThanThreshold"
      description = "It rings. Runbook: RUNBOOK.md"
      metric      = "FreeStorageSpace"
      namespace   = "AWS/RDS"
      severity    = "page"
      threshold   = 5368709120
    }
  }
}

run "good_values_are_accepted" {
  command = plan

  assert {
    condition     = aws_db_instance.this.storage_encrypted && !aws_db_instance.this.publicly_accessible
    error_message = "A database is encrypted and not public, whatever the values."
  }
}

run "a_name_with_capitals_is_refused" {
  command         = plan
  expect_failures = [var.names]
  variables {
    names = { db = "Orders" }
  }
}

run "a_name_without_room_for_suffixes_is_refused" {
  command         = plan
  expect_failures = [var.names]
  variables {
    names = { db = "a23456789-123456789-123456789-123456789-123456789-1" }
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
    key = { arn = "alias/aws/rds" }
  }
}

run "everything_out_of_bounds_is_refused" {
  command = plan
  expect_failures = [
    var.engine_version, var.instance_class, var.storage_gb, var.max_storage_gb,
    var.backup_retention_days, var.insights_retention_days, var.log_retention_days,
  ]
  variables {
    engine_version          = "9.6"
    instance_class          = "t3.micro"
    storage_gb              = 19
    max_storage_gb          = 549
    backup_retention_days   = 0
    insights_retention_days = 8
    log_retention_days      = 0
  }
}

run "an_alarm_is_what_its_signal_says" {
  command = plan

  assert {
    condition = alltrue([
      aws_cloudwatch_metric_alarm.storage.threshold == var.signals.storage.threshold,
      aws_cloudwatch_metric_alarm.storage.alarm_description == var.signals.storage.description,
      aws_cloudwatch_metric_alarm.storage.tags.severity == var.signals.storage.severity,
    ])
    error_message = "The alarm does not say what the contract says."
  }
}

run "the_longest_name_fits_everything_that_bears_it" {
  command = plan
  variables {
    names = { db = "a23456789-123456789-123456789-123456789-123456789x" }
  }
}
