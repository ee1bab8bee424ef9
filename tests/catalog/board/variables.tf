variable "title" {
  description = "What stands above it."
  type        = string
  nullable    = false
}

variable "kept" {
  description = "Whether it stays; the tier's profile sets it."
  type        = bool
  nullable    = false
}

variable "bindings" {
  description = "What other stacks hand out."
  type = map(object({
    environment     = map(string)
    secrets         = map(string)
    security_groups = list(string)
    statements      = list(object({ actions = list(string), resources = list(string) }))
  }))
  nullable = false
}
