variable "names" {
  description = "Cloud names; queue names the queue and, with a suffix, all that belongs to it."
  type        = object({ queue = string })
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]*$", var.names.queue)) && length(var.names.queue) <= 67
    error_message = "names.queue must be lower-case letters, digits and dashes, a letter first, at most 67 characters."
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

variable "visibility_timeout_seconds" {
  description = "Seconds that a message is hidden from others while somebody works on it."
  type        = number
  nullable    = false

  validation {
    condition     = var.visibility_timeout_seconds >= 1 && var.visibility_timeout_seconds <= 43200
    error_message = "visibility_timeout_seconds must be between 1 and 43200."
  }
}

variable "retention_days" {
  description = "Days that a message waits to be fetched."
  type        = number
  nullable    = false

  validation {
    condition     = var.retention_days >= 1 && var.retention_days <= 14
    error_message = "retention_days must be between 1 and 14."
  }
}

variable "max_receives" {
  description = "Attempts at a message before it is put aside with the dead letters."
  type        = number
  nullable    = false

  validation {
    condition     = var.max_receives >= 1 && var.max_receives <= 1000
    error_message = "max_receives must be between 1 and 1000."
  }
}

variable "data_key_reuse_seconds" {
  description = "Seconds that one data key serves before the key service is asked again; the tier's profile sets it."
  type        = number
  nullable    = false

  validation {
    condition     = var.data_key_reuse_seconds >= 60 && var.data_key_reuse_seconds <= 86400
    error_message = "data_key_reuse_seconds must be between 60 and 86400."
  }
}
