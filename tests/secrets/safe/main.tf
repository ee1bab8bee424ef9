locals {
  # in no file in one piece, so that what is found was found by Terraform
  secret = sensitive(join("-", ["planted", "by", "the", "module", "4711"]))
}

resource "terraform_data" "this" {
  input = local.secret
}

resource "terraform_data" "turn" {
  input = { turn = var.turn, secret = local.secret }

  lifecycle {
    precondition {
      condition     = var.turn != 13
      error_message = "Not turn 13: ${terraform_data.this.output} forbids it."
    }
  }
}
