"""A kind's command is made of its contract alone: words become inputs in the shape of the schema."""

from collections.abc import Callable
from typing import Any

import pytest

from platformctl.catalog.contract import Contract
from platformctl.cli.kinds import command_of
from platformctl.errors import Usage

CONTRACT = Contract.model_validate(
    {
        "name": "thing",
        "version": "1.0.0",
        "title": "Thing",
        "description": "A [bold]thing[/bold].",
        "owner": "platform",
        "inputs": {
            "text": {"type": "string", "default": "[x]"},
            "storage_gb": {"type": "integer", "minimum": 1, "maximum": 9, "description": "Gigabytes"},
            "ratio": {"type": "number", "default": 0.5},
            "loud": {"type": "boolean", "default": False},
            "lines": {"type": "array", "items": {"type": "integer"}, "default": []},
            "window": {
                "type": "object",
                "properties": {
                    "day": {"type": "string"},
                    "hours": {"type": "array", "items": {"type": "integer"}},
                    "fixed": {"type": "boolean", "default": False},
                },
                "default": {},
            },
        },
        "sizes": {"small": {}, "large": {}},
        "default_size": "small",
        "profiles": {"dev": {}, "staging": {}, "prod": {}},
    }
)


def spoken(*words: str) -> Any:
    heard: list[Any] = []
    command = command_of(CONTRACT, "thing", heard_by(heard), {})
    command.main(args=list(words), standalone_mode=False)
    return heard[0]


def heard_by(heard: list[Any]) -> Callable[..., None]:
    """Return a command's body that only listens."""

    def body(inputs: Any) -> None:
        heard.append(inputs)

    return body


@pytest.mark.parametrize(
    ("words", "inputs"),
    [
        ([], {}),
        (["--text", "a b"], {"text": "a b"}),
        (["--text", ""], {"text": ""}),
        (["--storage-gb", "5"], {"storage_gb": 5}),
        (["--ratio", "0"], {"ratio": 0.0}),
        (["--loud"], {"loud": True}),
        (["--no-loud"], {"loud": False}),
        (["--lines", "1", "--lines", "2"], {"lines": [1, 2]}),
        (["--window", "day=a=b", "--window", "hours=1,2"], {"window": {"day": "a=b", "hours": [1, 2]}}),
        (["--window", "fixed=true"], {"window": {"fixed": True}}),
        (["--size", "large"], {"size": "large"}),
    ],
)
def test_words_become_inputs(words: list[str], inputs: dict[str, Any]) -> None:
    assert spoken(*words) == inputs


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--lines", "one"], "--lines: 'one' is no integer."),
        (["--window", "day"], "--window takes KEY=VALUE with one of the keys day, hours, fixed."),
        (["--window", "dya=x"], "--window takes KEY=VALUE with one of the keys day, hours, fixed."),
        (["--window", "hours=1,x"], "--window: 'x' is no integer."),
    ],
)
def test_a_word_of_another_shape_says_what_is_expected(words: list[str], said: str) -> None:
    with pytest.raises(Usage) as refused:
        spoken(*words)

    assert refused.value.detail == said


def test_help_shows_texts_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command_of(CONTRACT, "thing", heard_by([]), {}).main(args=["--help"])

    out = " ".join(capsys.readouterr().out.replace("│", " ").split())
    assert "A [bold]thing[/bold]." in out
    assert "Gigabytes. 1 to 9." in out
    assert "Default: [x]." in out
    assert "Default: none." in out
