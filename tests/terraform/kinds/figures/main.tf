resource "terraform_data" "this" {
  input = {
    text    = var.text
    lines   = var.lines
    numbers = var.numbers
    whole   = var.whole
    both    = var.both
  }
}
