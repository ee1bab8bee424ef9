resource "aws_s3_bucket" "this" {
  bucket = "acme-files"
}
resource "aws_s3_bucket_metric" "this" {
  bucket = aws_s3_bucket.this.bucket
  name   = "all"
}
