"""What hostile people write: as names, as values, as whole documents."""

import json
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

CANARY = "CANARY-4711"
"""The file that something would make if a text were ever run."""
PROGRAMS = (
    f"__import__('os').system('touch {CANARY}')",
    f"open('{CANARY}', 'w')",
    f"$(touch {CANARY})",
    f"`touch {CANARY}`",
    f"; touch {CANARY}; #",
    f"| touch {CANARY}",
    '${file("/etc/passwd")}',
    "${self}",
    "%{ for x in [1] }x%{ endfor }",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "{{ ''.__class__.__mro__ }}",
    "!!python/object/apply:os.system [id]",
    "!include /etc/passwd",
    "&a [*a]",
    "<<: {a: 1}",
    "[bold red]x[/]",
    "[/]",
    "\x1b[2J",
    "\x1b]0;title\x07",
    "\u202egnp.exe",
    "\u200b",
    "\x00",
    "\ud800",
    "../../../etc/passwd",
    "/etc/passwd",
    "-",
    "--yes",
    "-h",
    "--",
    "a/b/c",
    "%s%s%n",
    "{0.__class__}",
    "null",
    "~",
    "true",
    "1e999",
    "0x10",
    "2001-01-01",
    "[0]*10**9",
    "checkov:skip=PCTL_NOTE_1",
    "x" * 5000,
    "é\u0301" * 50,
    "\n\n- a: b\n",
    '"',
    "'",
    "\\",
    "#",
    "",
    " ",
)
TEXTS = st.one_of(
    st.sampled_from(PROGRAMS),
    st.text(max_size=12),
    st.lists(st.one_of(st.sampled_from(PROGRAMS), st.text(max_size=4)), max_size=4).map("".join),
)
ARGUMENTS = (
    TEXTS.filter(lambda text: "\0" not in text)
    .map(lambda text: text.encode("utf-8", "surrogatepass"))
    .map(lambda raw: raw.decode("utf-8", "surrogateescape"))
)
"""What a shell can hand over: no NUL, and odd bytes as Python takes them."""
SCALARS: SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), TEXTS
)
NESTED: SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=8,
)
DEEP = st.integers(1, 60).map(lambda levels: "[" * levels + "]" * levels)


def documents(good: str) -> SearchStrategy[bytes]:
    """Return documents that are nearly a good one: a line, a word, a byte is another."""
    lines = good.splitlines()
    written = NESTED.map(lambda value: json.dumps(value, ensure_ascii=False))
    value = st.one_of(written, TEXTS, DEEP)

    def with_value(number: int, text: str) -> str:
        key = lines[number].partition(":")[0]
        return "\n".join([*lines[:number], f"{key}: {text}", *lines[number + 1 :]])

    def with_line(number: int, text: str) -> str:
        return "\n".join([*lines[:number], text, *lines[number:]])

    def with_bytes(at: int, raw: bytes) -> bytes:
        whole = good.encode()
        return whole[: at % len(whole)] + raw + whole[at % len(whole) :]

    numbers = st.integers(0, len(lines) - 1)
    texts = st.one_of(st.builds(with_value, numbers, value), st.builds(with_line, numbers, value), value)
    return st.one_of(
        texts.map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.builds(with_bytes, st.integers(0, 10_000), st.binary(min_size=1, max_size=6)),
    )
