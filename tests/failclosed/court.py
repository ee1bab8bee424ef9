"""What a trial of the judge needs: a worker that is replaced when it broke off, rules, plans, and answers in words."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from platformctl.catalog.contract import Contract
from platformctl.errors import PlatformError
from platformctl.policy.conversation import Worker
from platformctl.policy.judging import Rules, judge_configuration, judge_plan
from platformctl.policy.packs import Pack, PackFile
from platformctl.policy.scan import Scan
from platformctl.policy.verdict import Verdict
from platformctl.terraform.plan_reader import parse_plan

PUBLIC = """
resource "aws_db_instance" "this" {
  identifier          = "orders"
  publicly_accessible = true
}
"""
PRIVATE = PUBLIC.replace("true", "false")
ADDRESS = "aws_db_instance.this"
CHECK = "PCTL_DB_NOT_PUBLIC"
Write = Callable[..., Path]
Start = Callable[..., Worker]


class Court:
    """Asks one worker as long as it is whole, then the next; the facts' checks are all loaded in it."""

    def __init__(self, start: Callable[[], Worker], pack: Pack) -> None:
        self._start = start
        self._worker: Worker | None = None
        self.pack = pack

    def configuration(self, folder: Path) -> Scan:
        """Scan a folder."""
        return self._ask(lambda worker: worker.configuration(folder, folder.parent))

    def plan(self, document: Path) -> Scan:
        """Scan a plan's JSON."""
        return self._ask(lambda worker: worker.plan(document))

    def close(self) -> None:
        """End the worker that there is."""
        if self._worker:
            self._worker.close()
        self._worker = None

    def _ask(self, question: Callable[[Worker], Scan]) -> Scan:
        self._worker = self._worker or self._start()
        try:
            return question(self._worker)
        except PlatformError:
            self.close()
            raise

    def promise(self, *checks: str, of: str = "aws_db_instance", decides: str = "both") -> Rules:
        """Return rules of one promise, which checks prove at these stages."""
        return promise(self.pack, *checks, of=of, decides=decides)


def promise(pack: Pack, *checks: str, of: str = "aws_db_instance", decides: str = "both") -> Rules:
    """Return rules of one promise, which checks of a pack prove at these stages."""
    words = {"name": "thing", "version": "1.0.0", "title": "Thing", "description": "A thing.", "owner": "platform"}
    guarantee = {"promise": "It is good.", "checks": checks or (CHECK,), "resources": [of]}
    profiles: Mapping[str, Any] = {"dev": {}, "staging": {}, "prod": {}}
    contract = Contract.model_validate({**words, "profiles": profiles, "guarantees": [guarantee]})
    table = {name: check.model_copy(update={"decides": decides}) for name, check in pack.file.checks.items()}
    return Rules(contract, "prod", [Pack(pack.file.model_copy(update={"checks": table}), pack.folder)])


def pack_of(folder: Path, *checks: str) -> Pack:
    """Return a pack that names these checks, whatever lies in its folder."""
    said = {"title": "It is good", "decides": "both", "severity": "high", "guideline": "Make it good."}
    words = {"name": "mine", "version": "1.0.0", "description": "Mine.", "checks": dict.fromkeys(checks, said)}
    return Pack(PackFile.model_validate(words), folder)


def seen(scan: Scan, check: str = CHECK) -> set[str]:
    """Return what a check said, of anything."""
    return {row.result for row in scan.rows if row.check == check}


def held(verdict: Verdict) -> set[tuple[str, str]]:
    """Return what blocks, as check and outcome."""
    return {(finding.check, finding.outcome) for finding in verdict.objections if finding.guarantee}


def judged(scan: Scan, rules: Rules) -> Verdict:
    """Judge a scan of a configuration."""
    return judge_configuration(scan, rules, {})


def judged_planned(court: Court, document: Path, rules: Rules) -> Verdict:
    """Judge a scan of a plan whose configuration was found good."""
    scan = court.plan(document)
    return judge_plan(scan, parse_plan(document.read_bytes()), rules, found_good(*scan.resources), "digest")


def found_good(*resources: str) -> Verdict:
    """Return the verdict on a configuration in which these were seen and nothing was found."""
    return Verdict(stage="configuration", findings=(), guarantees=(), resources=tuple(sorted(resources)), files={})


def why_not(ask: Callable[[], object]) -> str:
    """Return why something could not be judged."""
    with pytest.raises(PlatformError) as unjudged:
        ask()
    assert unjudged.value.summary == "Could not be judged"
    return unjudged.value.detail


def why_no_verdict(court: Court, document: Path) -> str:
    """Return why a scan of this document is no verdict on a plan that makes a public database."""
    plan = parse_plan(json.dumps(plan_of(("aws_db_instance", {"publicly_accessible": True}))).encode())
    before = found_good(ADDRESS)
    return why_not(lambda: judge_plan(court.plan(document), plan, court.promise(), before, "digest"))


def plan_of(*resources: tuple[str, Mapping[str, Any]], unknown: Sequence[str] = ()) -> dict[str, Any]:
    """Return `terraform show -json` of a plan that makes these, each called `this`."""
    known = [{"address": f"{kind}.this", "mode": "managed", "type": kind, "name": "this"} for kind, _ in resources]
    provider = {"provider_name": "registry.terraform.io/hashicorp/aws"}
    makes = [_making(values, unknown) for _, values in resources]
    return {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "errored": False,
        "planned_values": {
            "root_module": {
                "resources": [
                    {**one, **provider, "values": change["after"]} for one, change in zip(known, makes, strict=True)
                ]
            }
        },
        "resource_changes": [{**one, **provider, "change": change} for one, change in zip(known, makes, strict=True)],
        "configuration": {"root_module": {"resources": [{**one, "expressions": {}} for one in known]}},
    }


def _making(values: Mapping[str, Any], unknown: Sequence[str]) -> dict[str, Any]:
    hidden = {"before_sensitive": False, "after_sensitive": {}}
    return {
        "actions": ["create"],
        "before": None,
        "after": dict(values),
        "after_unknown": dict.fromkeys(unknown, True),
        **hidden,
    }
