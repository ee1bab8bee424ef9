"""Builds the real ports, each when it is first needed, and takes down at the end what they started."""

import hashlib
import platform
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from platformctl.catalog.contract import Contract
from platformctl.catalog.vendor import proven
from platformctl.cli.common import Common
from platformctl.cli.interrupts import Interrupts
from platformctl.cli.once import once
from platformctl.cli.reading import records_of
from platformctl.cli.working import Said
from platformctl.cloud import hand_over
from platformctl.cloud.caller import refuse_other_account
from platformctl.cloud.credentials import from_environment
from platformctl.cloud.eyes import Eyes
from platformctl.cloud.login import AwsKeys, Login
from platformctl.git.history import open_history
from platformctl.git.repository import position
from platformctl.policy.client import start_worker
from platformctl.policy.judge import Judge
from platformctl.policy.packs import Pack, load_packs
from platformctl.policy.workers import Workers
from platformctl.progress import Progress
from platformctl.project.files import write_atomically
from platformctl.project.project import Project, load_project
from platformctl.records.facts import ModuleFacts, RunFacts
from platformctl.records.lease import current_user, pipeline_of
from platformctl.records.pull_request import pull_request_of
from platformctl.requests.request import REQUEST_NAME
from platformctl.sandbox.sandbox import Sandbox
from platformctl.stacks.stack import Stack
from platformctl.stacks.workspace import discover
from platformctl.terraform.cli_configuration import cli_configuration
from platformctl.terraform.digests import sha256_of_bytes
from platformctl.terraform.environment import child_environment
from platformctl.terraform.memory import available_memory
from platformctl.terraform.private_files import private_folder, write_private
from platformctl.terraform.terraform import Terraform
from platformctl.terraform.work_folder import WorkFolder
from platformctl.toolchain.environments import ensure_environment
from platformctl.toolchain.paths import cache_folder, state_folder
from platformctl.toolchain.provider_mirror import find_mirror
from platformctl.toolchain.terraform import find_terraform
from platformctl.toolchain.trusted_place import require_trusted
from platformctl.workflows.branches import compared_history
from platformctl.workflows.locking import refuse_lesser_lock
from platformctl.workflows.ports import Access, Asking, Ports

RESCUE_DIR = "PLATFORMCTL_RESCUE_DIR"


def sandbox_of(project: Project, environ: Mapping[str, str], progress: Progress) -> Sandbox:
    """Return the project's sandbox."""
    return Sandbox(project.store / "sandbox", lambda: _python("emulator", project, environ, progress), progress)


@contextmanager
def ports_for(
    common: Common, project: Project, name: str, asking: Asking, progress: Progress, said: Said
) -> Iterator[Ports]:
    """Give the ports for one environment; the worker ends, and its scratch folder goes, when the command does."""
    environ, environment = common.environ, project.environment(name)
    tool = find_terraform(environ, project.root, progress)
    work = private_folder(state_folder(environ) / "work")
    with ExitStack() as ending:
        records = ending.enter_context(closing(records_of(project, common, looks=said.looks)))

        def terraform(folder: WorkFolder) -> Terraform:
            return _terraform(folder, tool.path, environ, progress, said.beside)

        @once
        def opened() -> Access:
            return _access(project, name, environ, progress, looks=said.looks)

        def access(contract: Contract) -> Access:
            return Access() if contract.provider == "none" else opened()

        @once
        def judge() -> Judge:
            return _judge(load_project(project.root), name, environ, progress, ending, work)

        yield Ports(
            project=project,
            environment=environment,
            progress=progress,
            records=lambda: records,
            judge=judge,
            terraform=terraform,
            access=access,
            asking=asking,
            interrupts=Interrupts(),
            facts=lambda stack, command: _facts(stack, command, project, environ, access(stack.contract)),
            work=work,
            history=once(lambda: compared_history(project.root, environment, environ, progress)),
            commits=once(lambda: open_history(project.root, environ)),
            today=datetime.now(UTC).date(),
            in_pipeline=bool(environ.get("CI")),
            pull_request=pull_request_of(environ),
            rescue=Path(environ.get(RESCUE_DIR) or state_folder(environ) / "rescue").absolute(),
            vetted=cache_folder(environ) / "vetted",
        )


def _terraform(
    folder: WorkFolder, binary: Path, environ: Mapping[str, str], progress: Progress, beside: int
) -> Terraform:
    configuration = folder.root / "cli.tfrc"
    configuration.unlink(missing_ok=True)  # settling finds the one of the run that ended early
    if not configuration.exists():
        write_private(configuration, cli_configuration(environ, find_mirror(environ)).encode())
    memory = (available_memory() or 0) // beside
    environment = child_environment(environ, cli_config=configuration, memory=memory)
    return Terraform(binary, environment, progress)


def _access(project: Project, name: str, environ: Mapping[str, str], progress: Progress, *, looks: bool) -> Access:
    environment = project.environment(name)
    cloud = environment.cloud
    if cloud is None:
        return Access()
    if cloud.sandbox is None:
        role = environment.role(looks=looks)
        login = Login(cloud.region, role, who=current_user())
        proof = once(partial(refuse_other_account, name, cloud.account, login))
        opens = _as_role(role, cloud.region, environ) if role else from_environment(environ, cloud.region)
        return Access(opens, proof=proof, look=Eyes(login.keys, cloud.region).look)
    sandbox = sandbox_of(project, environ, progress)
    running = sandbox.up()
    opens = sandbox.env(cloud.region)
    keys = AwsKeys(opens["AWS_ACCESS_KEY_ID"], opens["AWS_SECRET_ACCESS_KEY"])
    return Access(opens, running.id, look=Eyes(lambda: keys, cloud.region, opens["AWS_ENDPOINT_URL"]).look)


def _as_role(role: str, region: str, environ: Mapping[str, str]) -> Mapping[str, str]:
    """Have Terraform ask for the role's keys whenever it needs some; the file that tells it so holds no secret."""
    text = hand_over.configuration(role, region).encode()
    path = private_folder(state_folder(environ) / "aws") / hashlib.sha256(text).hexdigest()[:16]
    write_atomically(path, text)
    return hand_over.variables(environ, region, str(path))


def _judge(
    project: Project, name: str, environ: Mapping[str, str], progress: Progress, ending: ExitStack, work: Path
) -> Judge:
    refuse_lesser_lock(project)
    python = _python("checkov", project, environ, progress)
    scratch = Path(tempfile.mkdtemp(prefix="judge-", dir=work))
    ending.callback(shutil.rmtree, scratch, ignore_errors=True)
    workers = Workers(lambda: start_worker(python, scratch, cache_folder(environ)))
    ending.callback(workers.close)
    return Judge(workers, lambda: _packs(project), lambda: sum(1 for _ in discover(project, name)))


def _python(tool: str, project: Project, environ: Mapping[str, str], progress: Progress) -> Path:
    """Return the interpreter of a tool's environment; never one that the repository brought."""
    python = ensure_environment(tool, environ, progress)
    require_trusted(python, project.root)
    return python


def _packs(project: Project) -> Sequence[Pack]:
    return load_packs(proven(project, "packs", item, pinned) for item, pinned in project.lock.packs.items())


def _facts(stack: Stack, command: str, project: Project, environ: Mapping[str, str], access: Access) -> RunFacts:
    at = position(project.root, (str(stack.id.folder), "vendor", "platform.yaml", "platform.lock"), environ)
    kind, _, version = stack.request.module.partition("@")
    return RunFacts(
        command=command,
        who=current_user(),
        host=platform.node(),
        pipeline=pipeline_of(environ),
        folder=str(project.root),
        commit=at.commit,
        uncommitted=at.uncommitted,
        request=_request_digest(stack, project),
        stack_digest=stack.digest,
        module=ModuleFacts(name=kind, version=version, digest=stack.module.digest),
        packs={item: pinned.digest for item, pinned in project.lock.packs.items()},
        sandbox=access.sandbox,
        uses=stack.bindings.producers,
    )


def _request_digest(stack: Stack, project: Project) -> str:
    """Digest request.yaml: as it lies there, or as the run kept it whose files are planned."""
    path = str(stack.id.folder / REQUEST_NAME)
    content = stack.kept.files.get(path, b"") if stack.kept else (project.root / path).read_bytes()
    return sha256_of_bytes(content)
