variable "tier" {
  type    = string
  default = "dev"
}
locals {
  fleeting = var.tier == "dev"
}
resource "aws_s3_bucket" "this" {
  bucket        = "acme-files"
  force_destroy = local.fleeting
}
