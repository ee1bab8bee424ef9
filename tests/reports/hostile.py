"""A report whose every free text is hostile: the typical one, with each text replaced."""

from functools import cache
from typing import Any

from tests.reports import samples

from platformctl.cli.report_formats import texts_of
from platformctl.workflows.report_results import Report

FIXED = frozenset({"id", "status", "touched", "action", "outcome", "severity", "stage", "standing", "mode", "shard"})
"""What the model lets be one of a few words only, or of a strict form."""
TEXTS = (
    "@octocat please @org/team look",
    "#1 GH-1 owner/repo#5 !7 ~label %milestone $snip &epic :tada: 0123456789abcdef0123456789abcdef01234567",
    "[click](https://evil.example) ![x](https://evil.example/x.png) <https://evil.example> www.evil.example",
    "a@b.example mailto:a@b.example https://evil.example/?a=b&c=d ftp://x",
    "<img src=x onerror=alert(1)><script>alert(1)</script></code></pre></details></summary><!-- x --> ]]> &amp;",
    "```\n</details>\n# heading\n- item\n/close\n/merge\n> quote\n---\n| a | b |",
    "` `` ``` ```` one ` two",
    "`",
    "\\` \\[x\\](y) \\<b>",
    "::error file=x::y\n##[error]z\n##vso[task.setvariable variable=x]y",
    "{0} {name} {{ 7*7 }} {% raw %} ${x} $(x) %0A",
    "\x00\x07\x1b[31mred\x1b]0;title\x07 \r\n\t\x85\u2028\u202egnp.exe \ufffe\uffff\u200b",
    "line one\n\n    indented\n\n[ref]: https://evil.example\n\n[ref]",
    "1. one\n2) two\n* x\n+ y\n=== \n***",
    "\" onmouseover=\"alert(1)' x='y",
    "$`x`$ $$ \\frac $$ ~~x~~ __x__ *y* _z_",
)


def with_text(text: str) -> Report:
    """Return the typical report, and what untrusted mode adds, full of the text."""
    data = samples.typical().model_dump(mode="json")
    looked = samples.untrusted().model_dump(mode="json")
    data["stacks"] += looked["stacks"][:1]
    data |= {"notes": ["x"], "why_untrusted": ["x"], "mode": "untrusted"}
    for stack in data["stacks"]:
        stack |= {"not_appliable": "x", "fingerprint": "x"}
    return Report.model_validate(_replaced(data, text))


@cache
def harmless_text(kind: str) -> str:
    """Return a format of the same report with nothing but harmless texts."""
    return texts_of(with_text("x"))(kind)


def _replaced(part: Any, text: str, key: str = "") -> Any:
    match part:
        case dict():
            return {name: _replaced(value, text, name) for name, value in part.items()}
        case list():
            return [_replaced(value, text, key) for value in part]
        case str():
            return part if key in FIXED or not part else text[:250]
        case _:
            return part
