variable "content" {
  description = "What lies in it."
  type        = string
  nullable    = false
}

variable "input" {
  description = "Whether it is protected; the tier's profile sets it."
  type        = bool
  nullable    = false
}
