variable "names" {
  description = "Cloud names; network names the network and, with a suffix, all that belongs to it."
  type        = object({ network = string })
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", var.names.network)) && length(var.names.network) <= 46
    error_message = "names.network must be lower-case letters, digits and single dashes, a letter first, at most 46 characters."
  }
}

variable "tags" {
  description = "Tags of every resource; they say whose it is."
  type        = map(string)
  nullable    = false
}

variable "signals" {
  description = "What to ring an alarm for, by the names in the contract; the contract sets them."
  type = map(object({
    comparison  = string
    description = string
    metric      = string
    namespace   = string
    severity    = string
    threshold   = number
  }))
  nullable = false
}

variable "key" {
  description = "The environment's encryption key."
  type        = object({ arn = string })
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:", var.key.arn))
    error_message = "key.arn must be the ARN of a KMS key."
  }
}

variable "cidr" {
  description = "The network's private range of addresses, /16 to /20."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^(10[.]|172[.](1[6-9]|2[0-9]|3[01])[.]|192[.]168[.])[0-9.]+/(1[6-9]|20)$", var.cidr))
    error_message = "cidr must be a private range (10., 172.16. to 172.31., 192.168.) of /16 to /20."
  }

  validation {
    condition     = try(cidrsubnet(var.cidr, 0, 0) == var.cidr, false)
    error_message = "cidr must begin at the first address of its range, as 10.40.0.0/16."
  }
}

variable "zones" {
  description = "Letters of the region's zones that the subnets lie in."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(distinct(var.zones)) == 3 && length(var.zones) == 3
    error_message = "zones must be three different ones."
  }

  validation {
    condition     = alltrue([for zone in var.zones : can(regex("^[a-z]$", zone))])
    error_message = "zones must be single letters, as a, b, c."
  }
}

variable "interface_endpoints" {
  description = "Services of the cloud that can be reached from inside, as sqs; the size sets it."
  type        = list(string)
  nullable    = false

  validation {
    condition     = alltrue([for service in var.interface_endpoints : can(regex("^[a-z][a-z0-9-]*$", service))])
    error_message = "interface_endpoints must be names of services without dots, as secretsmanager."
  }
}

variable "log_retention_days" {
  description = "Days that flow logs are kept; the tier's profile sets it."
  type        = number
  nullable    = false

  validation {
    condition     = contains([7, 14, 30, 60, 90, 180, 365, 400, 731], var.log_retention_days)
    error_message = "log_retention_days must be 7, 14, 30, 60, 90, 180, 365, 400 or 731."
  }
}

variable "log_interval_seconds" {
  description = "Seconds that one line of a flow log sums up; the tier's profile sets it."
  type        = number
  nullable    = false

  validation {
    condition     = contains([60, 600], var.log_interval_seconds)
    error_message = "log_interval_seconds must be 60 or 600."
  }
}
