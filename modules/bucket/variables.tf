variable "names" {
  description = "Cloud names; bucket names the bucket and, with a suffix, its alarms."
  type        = object({ bucket = string })
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9]*(-[a-z0-9]+)+$", var.names.bucket)) && length(var.names.bucket) <= 63
    error_message = "names.bucket must be lower-case letters and digits with single dashes inside, a letter first, at most 63 characters."
  }

  validation {
    condition     = !can(regex("^(sthree|amzn-s3-demo)-|-s3alias$", var.names.bucket))
    error_message = "names.bucket must not begin with sthree- or amzn-s3-demo-, nor end with -s3alias: those are the cloud's own."
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

variable "old_versions_days" {
  description = "Days that what was overwritten or deleted can be fetched back; the tier's profile sets it."
  type        = number
  nullable    = false

  validation {
    condition     = var.old_versions_days >= 1 && var.old_versions_days <= 3650
    error_message = "old_versions_days must be between 1 and 3650."
  }
}

variable "temporary_days" {
  description = "Days after which what lies under tmp/ goes by itself."
  type        = number
  nullable    = false

  validation {
    condition     = var.temporary_days >= 1 && var.temporary_days <= 365
    error_message = "temporary_days must be between 1 and 365."
  }
}
