variable "names" {
  description = "Cloud names."
  type        = object({ logs = string })
  nullable    = false
}

variable "tags" {
  description = "Tags of everything."
  type        = map(string)
  nullable    = false
}
