variable "names" {
  description = "Cloud names; function names the function and, with a suffix, all that belongs to it."
  type        = object({ function = string })
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]*$", var.names.function)) && length(var.names.function) <= 55
    error_message = "names.function must be lower-case letters, digits and dashes, a letter first, at most 55 characters."
  }
}

variable "tags" {
  description = "Tags of every resource; they say whose it is."
  type        = map(string)
  nullable    = false
}

variable "network" {
  description = "The environment's network and its private subnets."
  type        = object({ private_subnet_ids = list(string), vpc_id = string })
  nullable    = false

  validation {
    condition     = length(var.network.private_subnet_ids) >= 2
    error_message = "network.private_subnet_ids must name subnets in at least two zones."
  }
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

variable "bindings" {
  description = "What other stacks hand to the function, by the binding as it is written; platformctl sets it."
  type = map(object({
    environment     = map(string)
    secrets         = map(string)
    security_groups = list(string)
    statements      = list(object({ actions = list(string), resources = list(string) }))
  }))
  nullable = false

  validation {
    condition     = length(flatten(values(var.bindings)[*].security_groups)) <= 4
    error_message = "bindings may bring at most 4 security groups: the cloud takes 5 for a function, its own included."
  }
}

variable "code" {
  description = "The code, named exactly: s3://BUCKET/KEY@VERSION, or REGISTRY/IMAGE@sha256:DIGEST."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^(s3://[a-z0-9][a-z0-9.-]+/[^@]+@[A-Za-z0-9._-]+|[^/]+/[a-z0-9._/-]+@sha256:[0-9a-f]{64})$", var.code))
    error_message = "code must be s3://BUCKET/KEY@VERSION, or an image by its digest: REGISTRY/IMAGE@sha256:DIGEST."
  }
}

variable "runtime" {
  description = "What runs the code; an image brings its own."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^(python|nodejs|java|dotnet|ruby|provided)", var.runtime))
    error_message = "runtime must be a runtime of Lambda, as python3.13."
  }
}

variable "handler" {
  description = "What is called in the code; an image says it itself."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_.:/$<>-]{1,128}$", var.handler))
    error_message = "handler must be a name in the code, as index.handler."
  }
}

variable "architecture" {
  description = "The processor that the code is built for."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture must be arm64 or x86_64."
  }
}

variable "memory_mb" {
  description = "Megabytes of memory; the processor's share grows with it."
  type        = number
  nullable    = false

  validation {
    condition     = var.memory_mb >= 128 && var.memory_mb <= 10240
    error_message = "memory_mb must be between 128 and 10240."
  }
}

variable "timeout_seconds" {
  description = "Seconds that a call may take."
  type        = number
  nullable    = false

  validation {
    condition     = var.timeout_seconds >= 1 && var.timeout_seconds <= 900
    error_message = "timeout_seconds must be between 1 and 900."
  }
}

variable "concurrency" {
  description = "Calls that are worked on at the same time; set aside for this function, and its limit."
  type        = number
  nullable    = false

  validation {
    condition     = var.concurrency >= 1 && var.concurrency <= 900
    error_message = "concurrency must be between 1 and 900."
  }
}

variable "variables" {
  description = "Environment variables as NAME=VALUE; never a secret."
  type        = list(string)
  nullable    = false

  validation {
    condition     = alltrue([for each in var.variables : can(regex("^[A-Z][A-Z0-9_]{0,60}=", each)) && !can(regex("^(AWS|LAMBDA)_", each))])
    error_message = "variables must be NAME=VALUE, with names in capitals that don't begin with AWS_ or LAMBDA_: those are the cloud's own."
  }

  validation {
    condition     = length(distinct([for each in var.variables : split("=", each)[0]])) == length(var.variables)
    error_message = "variables must name each variable once."
  }
}

variable "log_retention_days" {
  description = "Days that logs are kept; the tier's profile sets it."
  type        = number
  nullable    = false

  validation {
    condition     = contains([7, 14, 30, 60, 90, 180, 365, 400, 731], var.log_retention_days)
    error_message = "log_retention_days must be 7, 14, 30, 60, 90, 180, 365, 400 or 731."
  }
}
