"""What a module is told of its contract's signals: plain values, which it makes alarms of."""

from collections.abc import Mapping

from platformctl.catalog.contract import Contract, Signal
from platformctl.catalog.vendor import vendored_path

_COMPARISONS: Mapping[str, str] = {"above": "GreaterThanThreshold", "below": "LessThanThreshold"}


def signal_values(contract: Contract) -> Mapping[str, Mapping[str, str | float]]:
    """Return the value of `var.signals`."""
    return {name: _told(signal, contract) for name, signal in sorted(contract.signals.items())}


def runbook_link(signal: Signal, contract: Contract) -> str:
    """Return where the runbook lies in the project, and where in it: `vendor/modules/db/1.0.0/RUNBOOK.md#cpu`."""
    return f"{vendored_path('modules', f'{contract.name}@{contract.version}').as_posix()}/{signal.runbook}"


def _told(signal: Signal, contract: Contract) -> Mapping[str, str | float]:
    namespace, _, metric = signal.metric.rpartition("/")
    what = signal.description.removesuffix(".")
    return {
        "comparison": _COMPARISONS[signal.comparison],
        "description": f"{what}. Severity: {signal.severity}. Runbook: {runbook_link(signal, contract)}",
        "metric": metric,
        "namespace": namespace,
        "severity": signal.severity,
        "threshold": signal.threshold,
    }
