resource "aws_sqs_queue" "this" {
  name              = "this"
  kms_master_key_id = "alias/aws/sqs"
}
