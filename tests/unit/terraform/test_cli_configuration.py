"""Where providers come from, and what of the user's configuration is carried over."""

import json
import traceback
from pathlib import Path
from typing import Any

import pytest

from platformctl.errors import Usage
from platformctl.terraform.cli_configuration import cli_configuration
from platformctl.terraform.user_settings import read_settings

THEIRS = """
plugin_cache_dir = "$HOME/.cache" # unsafe side by side
host "registry.acme.example" {
  services = {
    "modules.v1" = "https://registry.acme.example/\\"v1\\"/"
  }
}
credentials "registry.acme.example" {
  token = "a${b}c"
}
credentials_helper "vault" {
  args = ["--fast"]
}
provider_installation {
  dev_overrides {
    "hashicorp/aws" = "/somewhere"
  }
  filesystem_mirror {
    path    = "/mirror"
    include = ["acme.example/*/*"]
  }
  direct {
    exclude = ["acme.example/*/*"]
  }
}
"""


def _document(environ: dict[str, str], found: Path | None = None) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(cli_configuration(environ, found))
    return document


def _mirror(folder: Path) -> Path:
    (folder / "registry.terraform.io/hashicorp/aws/5.100.0").mkdir(parents=True)
    return folder


def _home(folder: Path, text: str = THEIRS) -> dict[str, str]:
    (folder / ".terraformrc").write_text(text, encoding="utf-8")
    return {"HOME": str(folder)}


def test_with_nothing_said_terraform_decides_itself() -> None:
    assert _document({}) == {"disable_checkpoint": True}


def test_a_variable_that_names_a_missing_file_is_no_error(tmp_path: Path) -> None:
    assert _document({"TF_CLI_CONFIG_FILE": str(tmp_path / "none")}) == {"disable_checkpoint": True}


def test_a_found_mirror_gives_what_it_holds_and_the_registry_the_rest(tmp_path: Path) -> None:
    document = _document({}, _mirror(tmp_path))

    held = ["registry.terraform.io/hashicorp/aws"]
    assert document["provider_installation"] == {
        "filesystem_mirror": [{"path": str(tmp_path), "include": held}],
        "direct": [{"exclude": held}],
    }


def test_the_users_installation_comes_before_a_found_mirror(tmp_path: Path) -> None:
    document = _document(_home(tmp_path), _mirror(tmp_path / "found"))

    assert document["provider_installation"] == {
        "filesystem_mirror": [{"path": "/mirror", "include": ["acme.example/*/*"]}],
        "direct": [{"exclude": ["acme.example/*/*"]}],
    }


def test_our_variable_comes_before_everything(tmp_path: Path) -> None:
    ours = _mirror(tmp_path / "ours")
    environ = {**_home(tmp_path), "PLATFORMCTL_PROVIDER_MIRROR": str(ours)}

    document = _document(environ, _mirror(tmp_path / "found"))

    assert document["provider_installation"]["filesystem_mirror"][0]["path"] == str(ours)


def test_a_mirror_of_ours_without_providers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Usage) as caught:
        cli_configuration({"PLATFORMCTL_PROVIDER_MIRROR": str(tmp_path)}, None)

    assert str(tmp_path) in caught.value.detail


def test_hosts_and_credentials_are_carried_over_and_nothing_else(tmp_path: Path) -> None:
    document = _document(_home(tmp_path))

    assert document["host"] == {
        "registry.acme.example": {"services": {"modules.v1": 'https://registry.acme.example/"v1"/'}}
    }
    assert document["credentials"] == {"registry.acme.example": {"token": "a${b}c"}}
    assert document["credentials_helper"] == {"vault": {"args": ["--fast"]}}
    assert set(document) == {
        "disable_checkpoint",
        "host",
        "credentials",
        "credentials_helper",
        "provider_installation",
    }


def test_development_overrides_alone_leave_the_choice_open(tmp_path: Path) -> None:
    text = 'provider_installation {\n  dev_overrides {\n    "hashicorp/aws" = "/x"\n  }\n}\n'

    document = _document(_home(tmp_path, text), _mirror(tmp_path / "found"))

    assert document["provider_installation"]["filesystem_mirror"][0]["path"] == str(tmp_path / "found")


def test_a_file_in_json_form_is_read_as_well(tmp_path: Path) -> None:
    text = '{"provider_installation": {"network_mirror": {"url": "https://m.example/"}}}'

    document = _document(_home(tmp_path, text))

    assert document["provider_installation"] == {"network_mirror": [{"url": "https://m.example/"}]}


def test_files_of_the_configuration_folder_count_unless_a_file_is_named(tmp_path: Path) -> None:
    folder = tmp_path / ".terraform.d"
    folder.mkdir()
    (folder / "more.tfrc").write_text('credentials "a.example" {\n  token = "t"\n}\n', encoding="utf-8")
    (folder / "credentials.tfrc.json").write_text('{"credentials": {"b.example": {"token": "t"}}}', encoding="utf-8")

    assert _document({"HOME": str(tmp_path)})["credentials"] == {"a.example": {"token": "t"}}
    assert "credentials" not in _document({"HOME": str(tmp_path), "TF_CLI_CONFIG_FILE": str(tmp_path / "none")})


def test_a_relative_mirror_is_held_to_where_the_user_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = 'provider_installation {\n  filesystem_mirror {\n    path = "m"\n  }\n}\n'

    document = _document(_home(tmp_path, text))

    assert document["provider_installation"]["filesystem_mirror"] == [{"path": str(tmp_path / "m")}]


@pytest.mark.parametrize("text", ["host {{{", "provider_installation = 3\n", '{"host": ', "[1]", "\x00"])
def test_a_file_that_does_not_parse_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rc"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(Usage) as caught:
        read_settings(path)

    assert str(path) in caught.value.detail


def test_a_mirror_whose_path_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Usage):
        cli_configuration({}, _mirror(tmp_path / "m\udcff"))


def test_a_configuration_that_is_not_understood_is_not_quoted(tmp_path: Path) -> None:
    path = tmp_path / "terraformrc"
    path.write_text('credentials "app.acme.example" {\n  token = @planted-token\n}\n', encoding="utf-8")

    with pytest.raises(Usage) as unread:
        cli_configuration({"TF_CLI_CONFIG_FILE": str(path)}, None)

    assert "line 2, column 11" in unread.value.detail
    assert "planted" not in "".join(traceback.format_exception(unread.value))
