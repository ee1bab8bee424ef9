variable "text" {
  description = "What to remember."
  type        = string
  nullable    = false
}

variable "lines" {
  description = "More to remember."
  type        = list(string)
  nullable    = false
}

variable "copies" {
  description = "How many resources remember it."
  type        = number
  nullable    = false
}

variable "loud" {
  description = "Whether to say so."
  type        = bool
  nullable    = false
}

variable "weight" {
  description = "How much it weighs; the size sets it."
  type        = number
  nullable    = false
}

variable "kept" {
  description = "Whether it stays; the tier's profile sets it."
  type        = bool
  nullable    = false
}
