resource "aws_s3_bucket" "this" {
  bucket = "acme-files"
}
resource "aws_s3_bucket_lifecycle_configuration" "this" {
  bucket = aws_s3_bucket.this.bucket
  rule {
    id     = "old-versions"
    status = "Enabled"
    filter {}
    noncurrent_version_expiration {
      noncurrent_days = local.prod ? 30 : 1
    }
  }
}
variable "tier" {
  type    = string
  default = "dev"
}
locals {
  prod = var.tier == "prod"
}
