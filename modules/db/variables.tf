variable "names" {
  description = "Cloud names; db names the instance and, with a suffix, all that belongs to it."
  type        = object({ db = string })
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", var.names.db)) && length(var.names.db) <= 50
    error_message = "names.db must be lower-case letters, digits and single dashes, a letter first, at most 50 characters."
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

variable "engine_version" {
  description = "PostgreSQL's major version; minor versions arrive by themselves."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["16", "17"], var.engine_version)
    error_message = "engine_version must be 16 or 17."
  }
}

variable "instance_class" {
  description = "The machine; the size sets it."
  type        = string
  nullable    = false

  validation {
    condition     = startswith(var.instance_class, "db.")
    error_message = "instance_class must be an RDS instance class, as db.t4g.medium."
  }
}

variable "storage_gb" {
  description = "Gigabytes of storage to begin with."
  type        = number
  nullable    = false

  validation {
    condition     = var.storage_gb >= 20 && var.storage_gb <= 500
    error_message = "storage_gb must be between 20 and 500."
  }
}

variable "max_storage_gb" {
  description = "Gigabytes up to which storage grows by itself; the tier's profile sets it."
  type        = number
  nullable    = false

  validation {
    condition     = var.max_storage_gb >= 550
    error_message = "max_storage_gb must be at least 550: a tenth above the largest storage_gb."
  }
}

variable "high_availability" {
  description = "Whether a standby in another zone takes over when the first fails."
  type        = bool
  nullable    = false
}

variable "backup_retention_days" {
  description = "Days of automatic backups; the tier's profile sets it."
  type        = number
  nullable    = false

  validation {
    condition     = var.backup_retention_days >= 1 && var.backup_retention_days <= 35
    error_message = "backup_retention_days must be between 1 and 35."
  }
}

variable "delete_automated_backups" {
  description = "Whether automatic backups go when the database goes; the tier's profile sets it."
  type        = bool
  nullable    = false
}

variable "deletion_protection" {
  description = "Whether the cloud refuses to delete the database; the tier's profile sets it."
  type        = bool
  nullable    = false
}

variable "skip_final_snapshot" {
  description = "Whether the database may go without a last snapshot; the tier's profile sets it."
  type        = bool
  nullable    = false
}

variable "insights_retention_days" {
  description = "Days of performance history; the tier's profile sets it."
  type        = number
  nullable    = false

  validation {
    condition     = contains([7, 31, 93, 186, 372, 731], var.insights_retention_days)
    error_message = "insights_retention_days must be 7, 31, 93, 186, 372 or 731."
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
