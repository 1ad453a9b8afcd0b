"""The look that a workspace's reports have: paper, colour, logo, the company's own templates."""

from pathlib import Path

from okrsheets.batch.logo import read_logo
from okrsheets.errors import N_, UsageError
from okrsheets.render.html import environment_of
from okrsheets.render.look import Look
from okrsheets.render.own_templates import check_templates
from okrsheets.workspace import Workspace


def look_of(workspace: Workspace, templates: Path | None = None) -> Look:
    """Give the look that the settings and the command ask for; its templates are checked.

    Raises:
        UsageError: there is no such folder, or a template or the logo cannot be used; says which
            file and line and what to do.
    """
    settings = workspace.settings
    if templates is not None and not templates.is_dir():
        raise UsageError(
            N_("there is no folder {folder} with templates of reports"), folder=templates
        )
    look = Look(
        templates=str(templates.resolve()) if templates else "",
        paper=settings.report.paper,
        accent=settings.report.accent,
        logo=read_logo(workspace) or b"",
    )
    if templates is not None:
        check_templates(templates.resolve(), environment_of(look))
    return look
