"""What bad input gets: exit code 64, one clear error that names the word and the nearest good one, nothing done."""

import pytest
from tests.unit.cli.conftest import Platformctl
from tests.unit.projects import make_stack

from platformctl.project.project import Project

MISUSES = [
    (["crate", "db"], "'crate' is not a command of platformctl. Did you mean 'create'?"),
    (["dev/db/orders"], "Next: platformctl show dev/db/orders"),
    ([], "Missing command."),
    (["sandbox", "upp"], "'upp' is not a command of platformctl sandbox. Did you mean 'up'?"),
    (["--colour"], "No such option: --colour"),
    (["list", "--outputs", "json"], "(Possible options: --output)"),
    (["list", "--output", "xml"], "'xml' is not one of 'human', 'json'."),
    (["list", "--progress", "loud"], "'loud' is not one of 'auto', 'plain', 'json'."),
    (["list", "--project"], "Option '--project' requires an argument."),
    (["list", "more"], "Got unexpected extra argument"),
    (["list", "--env", "porduct"], "Did you mean 'prod'? Known"),
    (["list", "--project", "/nowhere"], "--project names /nowhere, which is no folder."),
    (["catalog", "--project", "/nowhere"], "--project names /nowhere, which is no folder."),
    (["catalog", "queu"], "Did you mean 'queue'? Known kinds: "),
    (["init"], "There is a project already"),
    (["init", "--project", "new", "--organisation", "A b"], "--organisation: 'A b' is not"),
    (["init", "--project", "new", "--team", "x: y"], "--team: 'x: y' is not"),
    (["create"], "Missing command."),
    (["create", "nota", "one"], "Did you mean 'note'?"),
    (["create", "../catalog/note", "one"], "Unknown resource kind"),
    (["create", "note"], "Missing argument 'NAME'."),
    (["create", "note", "one", "--textt", "x"], "No such option: --textt"),
    (["create", "note", "one", "--copies", "many"], "Invalid value for '--copies'"),
    (["create", "note", "One", "--yes"], "'One' is no name for a stack"),
    (["create", "note", "../../one", "--yes"], "'../../one' is no name for a stack"),
    (["create", "note", "two", "--yes", "--team", "nobody"], "'nobody' is not in platform.yaml."),
    (["create", "note", "two", "--yes", "--copies", "501"], "copies: should be less than or equal to 500."),
    (["create", "note", "two", "--yes", "--size", "smal"], "'smal' is not a size. Did you mean 'small'?"),
    (["create", "note", "two", "--yes", "--text", "a\u202eb"], "U+202E is a character"),
    (["create", "note", "one", "--yes", "--env", "nowhere"], "'nowhere' is not in"),
    (["create", "queue", "one", "--yes"], "queue lives in AWS; environment desk names neither"),
    (["create", "note", "one"], "there is no terminal to ask on"),
    (["create", "note", "one", "--text", "a b"], "Next: platformctl create note one --text 'a b' --yes"),
    (["change", "desk/note/two", "--text", "x"], "There is no"),
    (["change", "note", "--text", "x"], "'note' is not environment/kind/name"),
    (["change", "note/one"], "Name at least one input."),
    (["change", "note/one", "--text", "x"], "there is no terminal to ask on"),
    (["apply"], "Name the stacks to apply, or say --all, or --changed-since REF; one of the three."),
    (
        ["apply", "note/one", "--all"],
        "Name the stacks to apply, or say --all, or --changed-since REF; one of the three.",
    ),
    (["apply", "note/one"], "there is no terminal to ask on"),
    (["destroy", "note/one"], "Next: platformctl destroy desk/note/one --confirm one"),
    (["destroy"], "Missing argument 'STACK'."),
    (["plan", "desk/note/one", "dev/db/orders"], "The stacks named are in desk, dev; name those of one."),
    (["show", "note/two"], "There is no"),
    (["show", "x"], "'x' is not environment/kind/name"),
    (["show", "nowhere/note/one"], "'nowhere' is not in"),
    (["history", "note/two"], "There is no"),
    (["outputs", "note/two"], "There is no"),
    (["outputs", "note/one", "text"], "desk/note/one has no output 'text'. Outputs: none."),
    (["settle", "--without-folder"], "No stack was named"),
    (["settle", "--let-go", "run-1"], "No stack was named"),
    (["settle", "note/one", "--rescue", "one.age"], "Half of a rescue"),
    (["settle", "note/one", "--rescue", "one.age", "--identity", "key.txt"], "--identity key.txt: No such file"),
    (["render", "note/two"], "There is no"),
    (["render", "--env", "*"], "'*' is not in"),
    (["settle", "a/b/c/d"], "'a/b/c/d' is not environment/kind/name"),
    (["sandbox", "reset"], "there is no terminal to ask on"),
    (["--sandbox", "--env", "prod", "list"], "--sandbox was given, and environment prod is real."),
]


@pytest.fixture
def before(inside: Project) -> dict[str, bytes]:
    """A project with one stack, as it is on disk."""
    make_stack(inside)
    return content(inside)


def content(project: Project) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(project.root.rglob("*")) if path.is_file()}


@pytest.mark.parametrize(
    ("words", "said"), MISUSES, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_bad_input_gets_one_clear_error_and_changes_nothing(
    inside: Project, before: dict[str, bytes], platformctl: Platformctl, words: list[str], said: str
) -> None:
    result = platformctl(*words)

    assert (result.code, result.out) == (64, "")
    assert said in " ".join(result.err.split())
    assert "Traceback" not in result.err
    assert content(inside) == before


@pytest.mark.parametrize(("words", "said"), MISUSES[:1] + MISUSES[4:5] + MISUSES[13:14] + MISUSES[-4:-3])
def test_a_program_gets_the_same_error_as_a_document(
    inside: Project, before: dict[str, bytes], platformctl: Platformctl, words: list[str], said: str
) -> None:
    result = platformctl("--output", "json", *words)

    assert result.err == ""
    assert (result.code, result.error["exit_code"]) == (64, 64)
    assert said in " ".join(result.error["detail"].split())
    assert set(result.error) == {"summary", "detail", "hint", "exit_code"}


def test_outside_a_project_the_hint_says_how_to_begin(platformctl: Platformctl) -> None:
    result = platformctl("list")

    assert result.code == 64
    assert "Next: platformctl init" in result.err


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("platform.yaml", "version: 1\nversion: 1\n", "platform.yaml:2:1: 'version' is there twice."),
        ("platform.yaml", "a: [\n", "platform.yaml:2:1: expected"),
        ("platform.lock", "nonsense\n", "platform.lock:1 is not one of"),
        ("stacks/desk/note/one/request.yaml", "kind: note\nkind: note\n", "request.yaml:2:1: 'kind' is there twice."),
        ("stacks/desk/note/one/main.tf", "# mine\n", "main.tf is not what request.yaml renders to"),
        ("stacks/desk/note/one/extra.tf", "", "extra.tf is none of platformctl's files."),
        ("vendor/modules/note/1.0.0/main.tf", "# mine\n", "vendor/modules/note/1.0.0 has digest"),
    ],
)
@pytest.mark.usefixtures("before")
def test_a_broken_file_is_named_with_its_place(
    inside: Project, platformctl: Platformctl, file: str, text: str, said: str
) -> None:
    (inside.root / file).write_text(text)

    result = platformctl("render", "--check", "--output", "json")

    assert result.code == 64
    assert said in result.out
