variable "turn" {
  description = "Seconds, to be changed."
  type        = number
  nullable    = false
}

variable "names" {
  description = "Cloud names."
  type        = object({ queue = string })
  nullable    = false
}

variable "tags" {
  description = "Tags of everything."
  type        = map(string)
  nullable    = false
}
