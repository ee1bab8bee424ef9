# Each refusal of the network module refuses. The provider is a mock: nothing is asked of any cloud.
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

  mock_data "aws_availability_zones" {
    defaults = { names = ["eu-central-1a", "eu-central-1b", "eu-central-1c", "eu-central-1d"] }
  }
}

variables {
  names = { network = "acme-dev-core" }
  tags  = { owner = "platform@acme.example" }
  key   = { arn = "arn:aws:kms:eu-central-1:123456789012:key/5a4db0c5-0000-4000-8000-000000000001" }

  cidr                 = "10.40.0.0/16"
  zones                = ["a", "b", "c"]
  interface_endpoints  = ["secretsmanager", "sqs"]
  log_retention_days   = 30
  log_interval_seconds = 600

  signals = {
    dropped_packets = {
      comparison  = "GreaterThanThreshold"
      description = "It rings. Runbook: RUNBOOK.md"
      metric      = "PacketsDropped"
      namespace   = "AWS/PrivateLinkEndpoints"
      severity    = "ticket"
      threshold   = 0
    }
    silent_flow_logs = {
      comparison  = "LessThanThreshold"
      description = "It rings. Runbook: RUNBOOK.md"
      metric      = "IncomingLogEvents"
      namespace   = "AWS/Logs"
      severity    = "ticket"
      threshold   = 1
    }
  }
}

run "good_values_are_accepted" {
  command = plan

  assert {
    condition     = alltrue([for subnet in aws_subnet.private : !subnet.map_public_ip_on_launch])
    error_message = "No subnet gives out public addresses, whatever the values."
  }

  assert {
    condition     = { for zone, subnet in aws_subnet.private : zone => subnet.cidr_block } == { a = "10.40.0.0/18", b = "10.40.64.0/18", c = "10.40.128.0/18" }
    error_message = "The subnets are three quarters of the network."
  }

  assert {
    condition     = length(aws_default_security_group.this.ingress) + length(aws_default_security_group.this.egress) == 0
    error_message = "The default security group lets nobody in or out."
  }

  assert {
    condition     = join(",", keys(aws_vpc_endpoint.interface)) == "secretsmanager,sqs" && aws_flow_log.this.traffic_type == "ALL"
    error_message = "The network has the endpoints that its size names, and logs all traffic."
  }
}

run "a_zone_that_the_region_has_not_is_refused_before_anything_is_made" {
  command         = plan
  expect_failures = [aws_subnet.private["f"]]
  variables {
    zones = ["a", "b", "f"]
  }
}

run "a_zone_named_twice_is_refused" {
  command         = plan
  expect_failures = [var.zones]
  variables {
    zones = ["a", "b", "b"]
  }
}

run "two_zones_are_not_enough" {
  command         = plan
  expect_failures = [var.zones]
  variables {
    zones = ["a", "b"]
  }
}

run "public_addresses_are_refused" {
  command         = plan
  expect_failures = [var.cidr]
  variables {
    cidr = "8.8.0.0/16"
  }
}

run "a_network_that_is_too_small_is_refused" {
  command         = plan
  expect_failures = [var.cidr]
  variables {
    cidr = "10.40.0.0/24"
  }
}

run "a_range_that_does_not_begin_at_its_first_address_is_refused" {
  command         = plan
  expect_failures = [var.cidr]
  variables {
    cidr = "10.40.1.0/16"
  }
}

run "a_name_with_capitals_is_refused" {
  command         = plan
  expect_failures = [var.names]
  variables {
    names = { network = "Core" }
  }
}

run "a_name_without_room_for_suffixes_is_refused" {
  command         = plan
  expect_failures = [var.names]
  variables {
    names = { network = "a23456789-123456789-123456789-123456789-1234567" }
  }
}

run "a_key_is_named_by_its_arn" {
  command         = plan
  expect_failures = [var.key]
  variables {
    key = { arn = "alias/aws/logs" }
  }
}

run "everything_out_of_bounds_is_refused" {
  command         = plan
  expect_failures = [var.interface_endpoints, var.log_retention_days, var.log_interval_seconds]
  variables {
    interface_endpoints  = ["ecr.api"]
    log_retention_days   = 0
    log_interval_seconds = 61
  }
}

run "an_alarm_is_what_its_signal_says" {
  command = plan

  assert {
    condition = alltrue([
      for alarm in aws_cloudwatch_metric_alarm.dropped_packets :
      alarm.threshold == var.signals.dropped_packets.threshold
      && alarm.alarm_description == var.signals.dropped_packets.description
      && alarm.tags.severity == var.signals.dropped_packets.severity
    ])
    error_message = "The alarm does not say what the contract says."
  }
}

run "the_longest_name_fits_everything_that_bears_it" {
  command = plan
  variables {
    names = { network = "a23456789-123456789-123456789-123456789-123456" }
  }
}
