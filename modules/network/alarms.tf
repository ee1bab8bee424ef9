# Thresholds, severities and words come from the contract.
resource "aws_cloudwatch_metric_alarm" "dropped_packets" {
  for_each = toset(var.interface_endpoints)

  alarm_name          = "${var.names.network}-network-dropped-packets-${each.key}"
  alarm_description   = var.signals.dropped_packets.description
  namespace           = var.signals.dropped_packets.namespace
  metric_name         = var.signals.dropped_packets.metric
  statistic           = "Sum"
  comparison_operator = var.signals.dropped_packets.comparison
  threshold           = var.signals.dropped_packets.threshold
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  tags                = merge(var.tags, { severity = var.signals.dropped_packets.severity })

  dimensions = {
    "Endpoint Type"   = aws_vpc_endpoint.interface[each.key].vpc_endpoint_type
    "Service Name"    = aws_vpc_endpoint.interface[each.key].service_name
    "VPC Endpoint Id" = aws_vpc_endpoint.interface[each.key].id
    "VPC Id"          = aws_vpc.this.id
  }
}

# An endpoint writes a line even when nothing passes, so silence means that the logs no longer arrive.
resource "aws_cloudwatch_metric_alarm" "silent_flow_logs" {
  alarm_name          = "${var.names.network}-network-silent-flow-logs"
  alarm_description   = var.signals.silent_flow_logs.description
  namespace           = var.signals.silent_flow_logs.namespace
  metric_name         = var.signals.silent_flow_logs.metric
  statistic           = "Sum"
  comparison_operator = var.signals.silent_flow_logs.comparison
  threshold           = var.signals.silent_flow_logs.threshold
  period              = 1200
  evaluation_periods  = 3
  treat_missing_data  = "breaching"
  dimensions          = { LogGroupName = aws_cloudwatch_log_group.flow_logs.name }
  tags                = merge(var.tags, { severity = var.signals.silent_flow_logs.severity })
}
