"""What every page of a run shares: the workspace's settings, its texts' characters, the cache."""

from okrsheets.batch.report_files import CACHE
from okrsheets.batch.report_look import look_of
from okrsheets.batch.report_pages import PageRules
from okrsheets.batch.report_plan import ReportPlan, ReportRequest
from okrsheets.batch.year import fiscal_start_of
from okrsheets.render.characters import characters_of
from okrsheets.render.fonts import missing_characters
from okrsheets.workspace import Workspace


def page_rules(workspace: Workspace, request: ReportRequest, plan: ReportPlan) -> PageRules:
    """Give the rules of a run's pages.

    Raises:
        UsageError: the company's own templates or its logo cannot be used.
    """
    settings = workspace.settings
    names = [[pack.department, *[p.person.department for p in pack.people]] for pack in plan.packs]
    on_pages = (settings.organisation, settings.report.handling, settings.report.prepared_by)
    own = (*on_pages, names, settings.questions())
    characters = frozenset(characters_of(own).union(*map(characters_of, plan.people)))
    return PageRules(
        cycle=request.cycle,
        organisation=settings.organisation,
        policies=workspace.policies,
        fiscal_start=fiscal_start_of(workspace, request.cycle),
        handling=settings.report.handling,
        prepared_by=settings.report.prepared_by,
        characters=characters,
        missing=missing_characters(characters),
        cache=workspace.reports / CACHE,
        questions=settings.questions(),
        look=look_of(workspace, request.templates),
    )
