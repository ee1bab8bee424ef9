"""What a contract says of its signals is what the module's alarms are told."""

from platformctl.catalog.sources import module_on_offer
from platformctl.project.project import Project
from platformctl.requests.signals import signal_values


def test_a_module_is_told_all_that_an_alarm_needs_as_plain_values(project: Project) -> None:
    contract = module_on_offer("db", project).contract

    assert signal_values(contract)["storage"] == {
        "comparison": "LessThanThreshold",
        "description": "Less than 5 GB of storage is left. Severity: page. "
        "Runbook: vendor/modules/db/1.0.0/RUNBOOK.md#storage",
        "metric": "FreeStorageSpace",
        "namespace": "AWS/RDS",
        "severity": "page",
        "threshold": 5368709120,
    }


def test_a_threshold_that_is_changed_in_the_contract_is_changed_in_the_alarm(project: Project) -> None:
    contract = module_on_offer("queue", project).contract
    stricter = contract.signals["age"].model_copy(update={"threshold": 60, "comparison": "below"})

    told = signal_values(contract.model_copy(update={"signals": {"age": stricter}}))["age"]

    assert (told["threshold"], told["comparison"]) == (60, "LessThanThreshold")


def test_every_description_fits_an_alarm(project: Project) -> None:
    kinds = [module_on_offer(kind, project).contract for kind in ("bucket", "db", "function", "network", "queue")]

    told = [value["description"] for contract in kinds for value in signal_values(contract).values()]

    assert max(len(str(text)) for text in told) <= 1024
