variable "turn" {
  description = "A number, to be changed."
  type        = number
  nullable    = false
}
