"""Runs inside the checkov environment, alone: scans configurations and plans, one JSON line in, one JSON line out.

What it scans is hostile: checkov evaluates string values as Python expressions, swallows crashes and drops what it
can't decide. So it is confined, sees every crash, evaluates each value on a table of its own, and says so when a scan
left anything behind. It imports the standard library and checkov only; `client.py` starts it and reads its answers.
"""

import gc
import importlib
import importlib.abc
import json
import logging
import os
import re
import resource
import socket
import sys
import traceback
import types
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, wait
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any, TextIO

LIMITS = {"AS": 3 << 30, "CPU": 1800, "FSIZE": 1 << 20, "CORE": 0}
"""A text may say `"[0]*10**9"`; and nothing is written but errors."""
ALL_CHECKS = ("terraform/checks/resource", "terraform/checks/data", "cloudformation/checks/resource")
"""Packages that checkov imports whole, 1,500 checks: we import the few that are asked for, in half of the time."""
CLIENTS = frozenset({"aiohttp", "boto3", "botocore", "docker", "git"})
"""What checkov talks to the world with: nothing here may, and not importing it saves a quarter of the start."""


class Inline:
    """Stands in for the thread pools, where a check's exception is lost: runs at once, and tells."""

    def __init__(self, *_: object, **__: object) -> None:
        """Take what the pool takes."""

    def __enter__(self) -> "Inline":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def submit(self, work: Callable[..., Any], *args: Any, **named: Any) -> "Future[Any]":
        """Run `work` now; an exception becomes an error in the log, and with it of the scan."""
        done: Future[Any] = Future()
        try:
            done.set_result(work(*args, **named))
        except Exception as error:  # noqa: BLE001 - logged, and every log line fails the scan
            logging.error("a check crashed: %r", error)
            done.set_exception(error)
        return done


class Absent(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds an empty module in the place of each of the `CLIENTS`: importing it works, using it raises."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:  # noqa: ARG002
        """Claim the clients and all inside them."""
        return ModuleSpec(name, self, is_package=True) if name.partition(".")[0] in CLIENTS else None

    def exec_module(self, module: types.ModuleType) -> None:
        """Give the module a class for whatever is asked of it."""
        module.__getattr__ = _unusable  # type: ignore[method-assign]


def _unusable(name: str) -> type:
    """Return a class that can be named, inherited and caught, and never made."""
    if name.startswith("__"):
        raise AttributeError(name)
    return type(name, (Exception,), {"__new__": None})


class Trap(logging.Handler):
    """Keeps every warning: checkov reports what it skips nowhere else."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[dict[str, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the text, and the place, which is safe to show where the text may hold a value."""
        self.lines.append({"place": f"{record.name}:{record.lineno}", "text": record.getMessage()[:500]})

    def note(self, error: Exception) -> None:
        """Keep what ended a scan, and where."""
        where = traceback.extract_tb(error.__traceback__)[-1]
        self.lines.append({"place": f"{Path(where.filename).name}:{where.lineno}", "text": repr(error)[:500]})


class Judge:
    """Checkov's two runners, and all that was seen while they ran."""

    def __init__(self) -> None:
        """Load the runners, which takes most of the start, before it is known which checks are wanted."""
        self.trap = Trap()
        self.rows: list[tuple[str, str, str, str, int]] = []
        logging.root.handlers[:] = [self.trap]
        logging.root.setLevel(logging.WARNING)
        self.on_offer = _load_runners()

    def load(self, wanted: Sequence[str], folders: Sequence[str]) -> None:
        """Load the checks named in `wanted`: checkov's own, and those in the packs' `folders`."""
        self.wanted = sorted(wanted)
        _load_checks(self.on_offer, self.wanted)
        logging.root.handlers[:] = [self.trap]
        self.graph_checks = _load_graph_checks(self.wanted, folders)
        _evaluate_apart()
        self._see_crashes()
        self._see_records()
        self.known = frozenset(sys.modules)
        """Later imports of checkov's own add to them, and may replace none."""

    def registered(self) -> list[str]:
        """List the ids that really are loaded, of those asked for."""
        ids = {check.id for registry in _registries() for _, check in registry.all_checks()}
        return sorted((ids | {check.id for check in self.graph_checks.checks}) & set(self.wanted))

    def scan(self, question: dict[str, str]) -> dict[str, Any]:
        """Answer one question: `configuration` names a folder, `plan` a JSON document."""
        self.trap.lines.clear()
        self.rows.clear()
        before = self.state()
        resources, unread = self._seen(question)
        answer = {"rows": sorted(set(self.rows)), "resources": resources, "unread": unread, "log": self.trap.lines[:20]}
        return answer | {"changed": [name for name, value in self.state().items() if value != before[name]]}

    def _seen(self, question: dict[str, str]) -> tuple[list[str], list[str]]:
        try:
            report = self._run(question)
        except Exception as error:  # noqa: BLE001 - logged, and every log line fails the scan
            self.trap.note(error)
            return [], []
        resources = {entry.partition(":")[2] for entry in report.resources}
        return sorted(resources), sorted(map(str, report.parsing_errors))

    def _run(self, question: dict[str, str]) -> Any:
        from checkov.runner_filter import RunnerFilter
        from checkov.terraform import plan_runner, runner

        chosen = RunnerFilter(checks=self.wanted, download_external_modules=False, show_progress_bar=False)
        if "configuration" in question:
            return runner.Runner().run(question["configuration"], runner_filter=chosen, collect_skip_comments=False)
        return plan_runner.Runner().run(files=[question["plan"]], runner_filter=chosen, collect_skip_comments=False)

    def state(self) -> dict[str, object]:
        """All that one scan could leave to the next."""
        from checkov.terraform.graph_builder.variable_rendering import safe_eval_functions

        return {
            "evaluation table": {name: id(value) for name, value in safe_eval_functions.SAFE_EVAL_DICT.items()},
            "checks": {
                (entity, check.id): (id(check), id(type(check).run), id(type(check).scan_entity_conf))
                for registry in _registries()
                for entity, check in registry.all_checks()
            },
            "graph checks": {check.id: _substance(check.solver) for check in self.graph_checks.checks},
            "import path": list(sys.path),
            "environment": dict(os.environ),
            "modules": {name: id(sys.modules.get(name)) for name in self.known},
            "log": (list(logging.root.handlers), logging.root.level, logging.root.manager.disable),
        }

    def _see_crashes(self) -> None:
        from checkov.common.checks_infra.solvers.attribute_solvers import base_attribute_solver
        from checkov.common.checks_infra.solvers.resource_solvers import base_resource_solver
        from checkov.common.graph.checks_infra import registry

        base_attribute_solver.ThreadPoolExecutor = Inline
        base_resource_solver.ThreadPoolExecutor = Inline
        registry.concurrent = types.SimpleNamespace(futures=types.SimpleNamespace(ThreadPoolExecutor=Inline, wait=wait))

    def _see_records(self) -> None:
        from checkov.common.output.report import Report

        stock, rows = Report.add_record, self.rows

        def add_record(report: Any, record: Any) -> None:
            result = getattr(record.check_result.get("result"), "value", "UNKNOWN")
            line = (record.file_line_range or [0])[0]
            rows.append((record.check_id, record.resource, result, record.file_path, line))
            stock(report, record)

        Report.add_record = add_record


def _registries() -> list[Any]:
    kinds = ("resource", "data", "provider", "module")
    modules = [(kind, importlib.import_module(f"checkov.terraform.checks.{kind}.registry")) for kind in kinds]
    return [getattr(module, f"{kind}_registry") for kind, module in modules]


def _load_runners() -> list[tuple[str, Path]]:
    """Import checkov's runners without its Python checks; return the modules that hold those."""
    sys.meta_path.insert(0, Absent())
    home = Path(str(importlib.import_module("checkov").__file__)).parent
    modules = [entry for package in ALL_CHECKS for entry in _shelve(home, package)]
    for name in ("logging_init", "terraform.runner", "terraform.plan_runner"):
        importlib.import_module(f"checkov.{name}")
    return modules


def _load_checks(modules: Sequence[tuple[str, Path]], wanted: Sequence[str]) -> None:
    """Import the modules that mention an id in `wanted`."""
    mentions = _mentions(wanted)
    for name, path in modules:
        if name.startswith("checkov.terraform.") and mentions(path):
            importlib.import_module(name)


def _shelve(home: Path, package: str) -> Iterator[tuple[str, Path]]:
    """Put an empty package in the place of each package of checks; yield the modules that it would have loaded."""
    for found in sorted((home / package).iterdir()):
        if (found / "__init__.py").is_file():
            shelf = types.ModuleType(".".join(("checkov", *package.split("/"), found.name)))
            shelf.__path__ = [str(found)]
            shelf.__all__ = []  # type: ignore[attr-defined]
            sys.modules[shelf.__name__] = shelf
            yield from ((f"{shelf.__name__}.{path.stem}", path) for path in sorted(found.glob("[!_]*.py")))


def _mentions(wanted: Sequence[str]) -> Callable[[Path], bool]:
    pattern = re.compile(rb"\b(?:%s)\b" % b"|".join(re.escape(name).encode() for name in wanted or ["nothing"]))
    return lambda path: pattern.search(path.read_bytes()) is not None


def _load_graph_checks(wanted: Sequence[str], folders: Sequence[str]) -> Any:
    """Load checkov's own graph checks that are asked for, and the packs' own, by checkov's parser; drop nothing."""
    from checkov.common.checks_infra.registry import get_graph_checks_registry

    registry = get_graph_checks_registry("terraform")
    registry.load_checks = lambda: None
    mentions = _mentions(wanted)
    stock = [path for path in sorted(Path(registry.checks_dir).rglob("*.[jy]*")) if mentions(path)]
    own = [path for folder in folders for path in sorted(Path(folder).glob("*.yaml"))]
    checks = [_graph_check(registry, path) for path in [*stock, *own]]
    registry.checks[:] = [check for check in checks if check is not None and check.id in wanted]
    return registry


def _graph_check(registry: Any, path: Path) -> Any:
    """Read one graph check, JSON or YAML; what checkov's parser refuses is in the log, which fails the start."""
    import yaml

    raw = json.loads(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8"))))
    if not registry.parser.validate_check_config(file_path=str(path), raw_check=raw):
        return None
    types_of_provider = registry._get_resource_types(raw)
    return registry.parser.parse_raw_check(raw, resources_types=types_of_provider, check_path=str(path))


def _evaluate_apart() -> None:
    """Give each evaluation of a string a table of its own; checkov keeps one for the whole process."""
    from asteval import Interpreter
    from checkov.terraform.graph_builder.variable_rendering import safe_eval_functions as functions

    def get_asteval() -> Any:
        return Interpreter(symtable=dict(functions.SAFE_EVAL_DICT), use_numpy=False, minimal=True)

    functions.get_asteval = get_asteval


def _substance(solver: Any) -> tuple[object, ...]:
    """What a graph check looks for, down to its leaves."""
    parts = getattr(solver, "solvers", None) or []
    named = ("attribute", "value", "resource_types", "connected_resources_types")
    wants = (repr(getattr(solver, name, None)) for name in named)
    return (type(solver).__name__, *wants, *(_substance(part) for part in parts))


def confine() -> tuple[TextIO, TextIO]:
    """Take limits, empty the environment, keep the two pipes for ourselves."""
    for name, most in LIMITS.items():
        try:
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, most))
        except (ValueError, OSError):
            if sys.platform == "linux":
                raise
    for name in set(os.environ) - {"HOME", "PATH", "LANG", "TMPDIR"}:
        del os.environ[name]
    socket.has_ipv6 = False  # a library of checkov's binds a socket to find that out, as it is imported
    questions, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    return questions, answers


def refuse_sockets(event: str, _arguments: object) -> None:
    """Let nothing that is scanned reach anybody (`sys.addaudithook`, which nothing can take back)."""
    if event.startswith("socket."):
        raise PermissionError(f"the judge reaches nobody: {event}")


def serve(questions: TextIO, answers: TextIO) -> None:
    """Take the order (packs' folders and ids), answer what is loaded, then one question after the other."""

    def say(answer: dict[str, Any]) -> None:
        answers.write(json.dumps(answer) + "\n")
        answers.flush()

    gc.disable()
    judge = Judge()
    order = json.loads(questions.readline())
    judge.load(order["checks"], order["folders"])
    gc.freeze()
    gc.enable()
    sys.addaudithook(refuse_sockets)
    say({"registered": judge.registered(), "log": judge.trap.lines})
    for line in questions:
        say(judge.scan(json.loads(line)))


if __name__ == "__main__":
    serve(*confine())
    os._exit(0)  # the interpreter's own end takes a third of a second
