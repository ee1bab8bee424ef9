resource "aws_s3_bucket" "this" {
  bucket = "acme-files"
  grant {
    type        = "Group"
    permissions = ["READ"]
    uri         = "http://acs.amazonaws.com/groups/global/AllUsers"
  }
}
