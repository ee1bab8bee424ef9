locals {
  # Set with the queue and not as a resource of its own: there is no moment without it. In a queue's own policy
  # "*" is that queue.
  tls_only = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "sqs:*"
      Resource  = "*"
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}
