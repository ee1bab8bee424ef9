resource "terraform_data" "this" {
  input = {
    title = var.title
    shown = jsonencode({ for name, one in var.bindings : name => one.environment })
    kept  = var.kept
  }
}
