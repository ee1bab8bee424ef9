variable "text" {
  description = "One text."
  type        = string
  nullable    = false
}

variable "lines" {
  description = "Many texts."
  type        = list(string)
  nullable    = false
}

variable "numbers" {
  description = "Many numbers."
  type        = list(number)
  nullable    = false
}

variable "whole" {
  description = "Many whole numbers."
  type        = list(number)
  nullable    = false
}

variable "both" {
  description = "One of each."
  type        = object({ flag = bool, lines = list(string), number = number, text = string })
  nullable    = false
}
