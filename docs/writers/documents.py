"""platform-yaml.md, request-yaml.md, contract.md, packs.md: the documents that people write, from their models."""

from docs.writers.markdown import codes, page, section
from docs.writers.models import WORDS, sections
from platformctl.catalog.contract import Contract
from platformctl.catalog.lint import RESERVED
from platformctl.policy.checks import CheckFile
from platformctl.policy.packs import PackFile
from platformctl.project.documents import MAX_BYTES, MAX_LEVELS
from platformctl.project.platform_file import Platform
from platformctl.requests.request import Request

YAML = f"""\
The file is YAML 1.2. Duplicate keys, anchors, aliases, tags, merge keys, invisible characters, more than
{MAX_BYTES // 1024} KB or {MAX_LEVELS} levels are refused with line and column.
A key that is not listed here is an error."""
NOT_YET = "Keys that are read and have no effect yet are listed in [status.md](../status.md)."
LINT = f"""\
A contract is refused with file, line and column when its words don't fit together: `default_size` must be one of
`sizes`; every size says the same settings; every profile says every setting that another one says, inputs excepted; a
setting has one type everywhere. These words can't name an input or a context key: {codes(sorted(RESERVED))}."""
VARIABLES = """\
The module's `variables.tf` declares exactly: every input, every key of `sizes` and `profiles`, every key of `context`,
`names` where the contract has names, and `tags` where the provider is `aws`. All arrive as plain literals from
`terraform.tfvars.json`. The module's `outputs.tf` declares every output."""
EXAMPLE = """\
```yaml
metadata:
  id: PCTL_DB_NOT_PUBLIC
  name: Databases say that they are not public
  category: NETWORKING
definition:
  cond_type: attribute
  resource_types: [aws_db_instance]
  attribute: publicly_accessible
  operator: equals
  value: false
```"""
PACK = """\
A pack is a folder: `pack.yaml`, and one file per check of its own in `checks/`. Each check of its own has an id that
starts with `PCTL_`, stands in `pack.yaml` and in one file, and has the same title in both. Checkov's built-in checks
need a line in `pack.yaml` only."""
GRAMMAR = """\
A check is written in the part of checkov's YAML that can't pass what it doesn't understand (why:
[decision 0007](../decisions/0007-checks-say-what-is-safe.md)). Each operator fails, or can't tell, on a value that is
missing or unresolved; `not_exists` fails on any value. A value that would also fit a missing attribute is refused."""


def platform_yaml() -> str:
    """Write the page of platform.yaml."""
    source = "src/platformctl/project/platform_file.py"
    return page("platform.yaml", source, YAML, WORDS, NOT_YET, sections(Platform, "The file"))


def request_yaml() -> str:
    """Write the page of request.yaml."""
    words = (
        "The one file in a stack's folder that people write. `create` makes it, `change` edits it and keeps comments."
    )
    return page(
        "request.yaml", "src/platformctl/requests/request.py", words, YAML, WORDS, sections(Request, "The file")
    )


def contract() -> str:
    """Write the page of module.yaml."""
    source = "src/platformctl/catalog/contract.py"
    rules = section("What fits together", LINT, VARIABLES)
    return page("module.yaml: the contract", source, YAML, WORDS, NOT_YET, sections(Contract, "The file"), rules)


def packs() -> str:
    """Write the page of a pack."""
    source = "src/platformctl/policy/packs.py and checks.py"
    own = sections(CheckFile, "checks/NAME.yaml")
    return page(
        "Policy packs", source, PACK, WORDS, sections(PackFile, "pack.yaml"), own, section("Grammar", GRAMMAR, EXAMPLE)
    )
