resource "terraform_data" "this" {
  count = var.copies

  input = {
    text   = var.text
    lines  = var.lines
    loud   = var.loud
    weight = var.weight
    kept   = var.kept
  }
}
