"""What is on offer: the built-in kinds and those of the project's own catalogs, the first one winning."""

import shutil
from pathlib import Path

import pytest
from tests.unit.projects import CATALOG

from platformctl.catalog.sources import builtin_folder, inside, kinds, load_module, module_on_offer
from platformctl.errors import Usage
from platformctl.project.project import Project, load_project


def with_catalogs(project: Project, catalogs: str) -> Project:
    path = project.root / "platform.yaml"
    path.write_text(path.read_text().replace("catalogs: [builtin, {path: ./catalog}]", f"catalogs: {catalogs}"))
    return load_project(project.root)


def test_outside_a_project_the_built_in_kinds_are_on_offer() -> None:
    assert {"db", "queue"} <= set(kinds(None))


def test_a_project_offers_its_own_kinds_too(project: Project) -> None:
    assert set(kinds(project)) == {*kinds(None), "board", "note", "strongbox"}
    assert module_on_offer("note", project).origin == "./catalog"
    assert module_on_offer("db", project).origin == "builtin"


def test_the_first_catalog_that_has_a_kind_wins(project: Project) -> None:
    shutil.copytree(builtin_folder("modules") / "db", project.root / "catalog/db")

    assert module_on_offer("db", with_catalogs(project, "[{path: ./catalog}, builtin]")).origin == "./catalog"


@pytest.mark.parametrize("kind", ["dbb", "", "..", "../catalog/note", "/etc", "note/../note", "Note", "."])
def test_only_the_name_of_a_kind_finds_it(project: Project, kind: str) -> None:
    with pytest.raises(Usage, match="Unknown resource kind") as refused:
        module_on_offer(kind, project)

    assert "note, queue" in refused.value.detail


def test_the_nearest_kind_is_named(project: Project) -> None:
    with pytest.raises(Usage) as refused:
        module_on_offer("queu", project)

    assert "Did you mean 'queue'?" in refused.value.detail


def test_a_module_is_named_like_its_folder(project: Project) -> None:
    shutil.move(project.root / "catalog/note", project.root / "catalog/memo")

    with pytest.raises(Usage, match="disagree") as refused:
        module_on_offer("memo", project)

    assert "says name: note; the folder is 'memo'" in refused.value.detail


def test_a_catalog_that_is_not_there_is_named(project: Project) -> None:
    with pytest.raises(Usage, match="is not there") as refused:
        kinds(with_catalogs(project, "[{path: ./missing}]"))

    assert "'./missing' is not a folder inside" in refused.value.detail


def test_a_catalog_may_not_lead_out_of_the_project(project: Project, tmp_path: Path) -> None:
    (project.root / "out").symlink_to(tmp_path)

    with pytest.raises(Usage, match="is not there"):
        inside(project.root, "out")
    with pytest.raises(Usage, match="is not there"):
        inside(project.root, "catalog/../../x")


def test_a_module_without_a_contract_is_named(tmp_path: Path) -> None:
    with pytest.raises(Usage) as refused:
        load_module(tmp_path, "builtin")

    assert str(tmp_path / "module.yaml") in refused.value.detail


def test_the_fixture_is_where_the_tests_expect_it() -> None:
    assert (CATALOG / "note/module.yaml").is_file()
