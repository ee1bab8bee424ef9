"""Which project and which environment a command is about."""

import os
from pathlib import Path

from platformctl.cli.common import Common
from platformctl.errors import Usage
from platformctl.project.project import Project, find_root, load_project, open_project


def project_of(common: Common) -> Project:
    """Open the project around the folder; with `--sandbox`, make one where there is none."""
    start = _start(common)
    if common.sandbox and find_root(start) is None:
        from platformctl.workflows.init import sandbox_project

        project = sandbox_project(start)
        common.entered = os.path.relpath(project.root)
        return project
    return open_project(start)


def project_if_any(common: Common) -> Project | None:
    """Open the project around the folder, if there is one."""
    root = find_root(_start(common))
    return load_project(root) if root else None


def _start(common: Common) -> Path:
    start = common.project or Path.cwd()
    if not start.is_dir():
        raise Usage("Not a folder", detail=f"--project names {start}, which is no folder.")
    return start


def environment_of(common: Common, project: Project) -> str:
    """Return the environment's name: the chosen one, the sandbox one for `--sandbox`, else the default."""
    name = project.environment_name(common.env or (_sandbox(project) if common.sandbox else None))
    if common.sandbox and not project.environment(name).is_sandbox:
        raise Usage(
            "Not a sandbox environment",
            detail=f"--sandbox was given, and environment {name} is real.",
            hint=f"leave out --sandbox, or name another environment with --env (sandbox: {_sandbox(project)})",
        )
    return name


def _sandbox(project: Project) -> str:
    environments = project.platform.environments.items()
    found = [name for name, environment in environments if environment.is_sandbox]
    if not found:
        raise Usage(
            "The project has no sandbox environment",
            detail=f"None of {', '.join(project.platform.environments)} in {project.root}/platform.yaml is a sandbox.",
            hint="cd to an empty folder, then: platformctl --sandbox create db orders",
        )
    return project.platform.default_environment if project.platform.default_environment in found else found[0]
