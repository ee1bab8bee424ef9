"""Which functions Terraform code may call: pure ones, and those that read files only below the module's own folder."""

import re
from collections.abc import Iterator, Sequence

from platformctl.terraform.hcl_tokens import Token, runs

_PURE = (
    "abs alltrue anytrue base64decode base64encode base64gunzip base64gzip base64sha256 base64sha512 bcrypt can ceil "
    "chomp chunklist cidrcontains cidrhost cidrnetmask cidrsubnet cidrsubnets coalesce coalescelist compact concat "
    "contains csvdecode distinct element endswith ephemeralasnull flatten floor format formatdate formatlist indent "
    "index issensitive join jsondecode jsonencode keys length list log lookup lower map matchkeys max md5 merge min "
    "nonsensitive one parseint plantimestamp pow range regex regexall replace reverse rsadecrypt sensitive "
    "setintersection setproduct setsubtract setunion sha1 sha256 sha512 signum slice sort split startswith strcontains "
    "strrev substr sum textdecodebase64 textencodebase64 timeadd timecmp timestamp title tobool tolist tomap tonumber "
    "toset tostring transpose trim trimprefix trimspace trimsuffix try upper urldecode urlencode uuid uuidv5 values "
    "yamldecode yamlencode zipmap"
)
PURE = frozenset(_PURE.split())
TYPES = frozenset({"list", "map", "object", "optional", "set", "tuple"})
"""What a variable's type is written with."""
_FILES = (
    "abspath file filebase64 filebase64sha256 filebase64sha512 fileexists filemd5 fileset filesha1 filesha256 "
    "filesha512 pathexpand templatefile"
)
FILES = frozenset(_FILES.split())
_NO_CALLS = frozenset({"if", "in"})
"""Words that a bracket may follow without being called."""
_BELOW = re.compile(r"(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+")
_PATTERN = re.compile(r"(?!/)(?!.*\.\.)[A-Za-z0-9_./*?{},-]+")
_PROVIDER = re.compile(r"provider::aws::[a-z0-9_]+")
UNDER = '"${path.module}/…", written out'

Fault = tuple[int, str]
"""Line and reason."""
Call = tuple[str, int, Sequence[Token]]
"""Name, line, and the tokens after the opening bracket."""


def calls(tokens: tuple[Token, ...], *, heredocs: bool = True) -> Iterator[Call]:
    """Yield every call of a function, those inside of texts included."""
    for run in runs(tokens, heredocs=heredocs):
        for at, token in enumerate(run[:-1]):
            if token.kind == "name" and run[at + 1].text == "(" and token.text not in _NO_CALLS:
                yield _full_name(run, at), token.line, run[at + 2 :]


def call_faults(tokens: tuple[Token, ...], *, in_template: bool = False) -> Iterator[Fault]:
    """Yield every call that is not allowed."""
    for name, line, rest in calls(tokens):
        if name in FILES:
            why = "a template may not read files" if in_template else _misplaced(name, rest)
            if why:
                yield line, f"{name}(…): {why}"
        elif name not in PURE | TYPES and not _PROVIDER.fullmatch(name):
            yield line, f"{name}(…) is none of the functions that are known to be pure"


def templates(tokens: tuple[Token, ...]) -> Iterator[tuple[int, str]]:
    """Yield line and path, below the module's folder, of every template file that is used."""
    for name, line, rest in calls(tokens):
        path = below_module(rest[0]) if rest and name == "templatefile" else None
        if path:
            yield line, path


def below_module(token: Token) -> str | None:
    """Return the path in a text `"${path.module}/PATH"`; None for anything else."""
    if token.kind != "text" or len(token.parts) != 2:
        return None
    code, rest = token.parts
    if isinstance(code, str) or [each.text for each in code] != ["path", ".", "module"]:
        return None
    return rest[1:] if isinstance(rest, str) and _BELOW.fullmatch(rest) else None


def _misplaced(name: str, rest: Sequence[Token]) -> str:
    """Say why the arguments of a function that reads files are not acceptable; nothing when they are."""
    if len(rest) < 2 or below_module(rest[0]) is None or rest[1].text not in {",", ")"}:
        return f"it reads files, so its first argument must be {UNDER}"
    if name == "fileset" and not (len(rest) > 3 and _PATTERN.fullmatch(rest[2].literal or "") and rest[3].text in ",)"):
        return "its pattern must be a plain text that stays below its folder"
    return ""


def _full_name(run: Sequence[Token], at: int) -> str:
    """Return a name with the namespaces before it: `provider::aws::arn_parse`."""
    name = run[at].text
    while at >= 2 and run[at - 1].text == "::":
        at -= 2
        name = f"{run[at].text}::{name}"
    return name
