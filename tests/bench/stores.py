"""What a store takes to answer: the list of ten thousand stacks, the history of a stack with a thousand runs."""

import gc
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tests.bench import asking
from tests.bench.measuring import Measure
from tests.lifecycle.remote import KEYS, REGION, endpoint_of, new_bucket, on_postgres, on_s3, s3_client
from tests.postgres import make_server, remove
from tests.project import Project, desk_project

from platformctl.progress import silent
from platformctl.records.event import Draft
from platformctl.records.facts import ModuleFacts, RunFacts
from platformctl.records.head import Head
from platformctl.records.object_heads import Line
from platformctl.records.object_place import Bucket
from platformctl.records.store import Records
from platformctl.sandbox.sandbox import Sandbox
from platformctl.toolchain.environments import ensure_environment

STACKS, RUNS = 10_000, 1_000
LONG = "desk/note/long"
PREFIX = "platformctl"
OUTPUTS: dict[str, Any] = {
    f"output-{number}": {"value": f"arn:aws:rds:eu-central-1:111111111111:db:{number}"} for number in range(6)
}
FACTS = RunFacts(
    command="create",
    who="ada",
    host="laptop",
    folder="/srv/acme/infrastructure",
    commit="a" * 40,
    stack_digest=f"sha256:{'b' * 64}",
    module=ModuleFacts(name="note", version="1.0.0", digest=f"sha256:{'c' * 64}"),
)


def measured(rounds: int) -> Iterator[Measure]:
    """Measure each store in its turn, in this process, which looks for garbage as rarely as the command does."""
    gc.set_threshold(50_000)
    for name, bounds in (("local", (0.5, 0.3)), ("postgres", (0.5, 0.3)), ("s3", (2.0, 0.5))):
        with (
            tempfile.TemporaryDirectory(prefix="platformctl-stores-") as folder,
            _opened(name, Path(folder)) as project,
        ):
            yield from _measured(name, project, bounds, rounds)


def _measured(name: str, project: Project, bounds: tuple[float, float], rounds: int) -> Iterator[Measure]:
    yield from asking.measured(name, project, rounds)
    records = project.records()
    run_a_thousand_times(records)
    whole = f"all {5 * RUNS} events of {RUNS} runs, {name}"
    if name != "s3":  # there, history goes in pages
        yield Measure(whole, timed(lambda: list(records.events(LONG)), rounds), bounds[1], " s")
    yield Measure(
        f"newest 20 events of {RUNS} runs, {name}", timed(lambda: records.events(LONG, 20), rounds), bounds[1], " s"
    )
    fill(name, records)
    yield Measure(f"heads of {STACKS} stacks, {name}", timed(lambda: records.heads("desk"), rounds), bounds[0], " s")
    records.close()


def timed(what: Callable[[], Any], rounds: int) -> Sequence[float]:
    """Return the seconds of each round; a first one doesn't count."""
    seconds = []
    for _ in range(rounds + 1):
        began = time.perf_counter()
        what()
        seconds.append(time.perf_counter() - began)
    return seconds[1:]


def run_a_thousand_times(records: Records) -> None:
    """Put the events of a thousand runs on record."""
    for number in range(RUNS):
        run = f"20261124-101010-{number:06x}"
        records.append(Draft(LONG, run, "started", {"facts": FACTS.model_dump(mode="json")}))
        records.append(Draft(LONG, run, "planned", {"summary": {"update": 3}}))
        records.append(Draft(LONG, run, "judged", {"stage": "plan"}))
        records.append(Draft(LONG, run, "applying", {"plan": "d" * 64}))
        records.append(Draft(LONG, run, "applied", {"changes": 3, "outputs": OUTPUTS}))


def fill(name: str, records: Records) -> None:
    """Make ten thousand heads: by their events, or, in a bucket, as so many heads lie there."""
    stacks = [f"desk/note/s{number:05d}" for number in range(STACKS)]
    if name == "s3":
        _fill_bucket(stacks, records.head(LONG))
        return
    for stack in stacks:
        records.append(Draft(stack, "r", "started", {"facts": FACTS.model_dump(mode="json"), "outputs": OUTPUTS}))


def _fill_bucket(stacks: Sequence[str], like: Head | None) -> None:
    """Put the objects that hold the heads of so many stacks: ten thousand leases would take an hour."""
    assert like is not None
    place = Bucket(os.environ["BENCH_BUCKET"], PREFIX, REGION, "acme", credentials=_nobody)
    shards: dict[str, list[Line]] = defaultdict(list)
    for stack in stacks:
        shards[place.shard(stack)].append(Line.of(like.model_copy(update={"stack": stack})))
    client = s3_client(os.environ["BENCH_ENDPOINT"])
    for key, lines in shards.items():
        text = "".join(f"{line.stack}\t{line.seq}\t{line.body}\n" for line in lines)
        client.put_object(Bucket=place.name, Key=key, Body=text.encode())


def _nobody() -> Any:
    raise NotImplementedError


@contextmanager
def _opened(name: str, folder: Path) -> Iterator[Project]:
    """Give a project on a store of its own."""
    if name == "local":
        yield desk_project(folder)
    elif name == "postgres":
        server = make_server()
        try:
            yield on_postgres(folder, server.url(server.new_database())).project
        finally:
            remove(server)
    else:
        emulator = Sandbox(folder / "sandbox", lambda: ensure_environment("emulator", os.environ, silent), silent)
        with patch.dict(os.environ, KEYS):
            try:
                yield _on_s3(folder, endpoint_of(emulator))
            finally:
                emulator.down()


def _on_s3(folder: Path, endpoint: str) -> Project:
    bucket = new_bucket(endpoint)
    os.environ.update(BENCH_BUCKET=bucket, BENCH_ENDPOINT=endpoint)
    return on_s3(folder, endpoint, bucket).project
