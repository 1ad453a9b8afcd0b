"""The operations report: how the method is used, by state, department, plan, check-in and file.

Takes everybody's years and gives the printed record; long lists are parts of their own
(`operations_lists`). Every count table adds up, and a line under it says to what.
Source: docs/reports.md, "Operations".
"""

from collections.abc import Iterator, Mapping
from itertools import chain

from okrsheets.display import show_percent
from okrsheets.errors import N_
from okrsheets.model import CycleState, Kind
from okrsheets.reports.document_records import Block, BlocksReport, ContentsEntry
from okrsheets.reports.figures import show_date
from okrsheets.reports.operations_focus import focus_blocks
from okrsheets.reports.operations_input import Operations
from okrsheets.reports.operations_people import departments_block, people_blocks
from okrsheets.reports.operations_results import result_blocks
from okrsheets.reports.operations_use import use_blocks, weak_departments
from okrsheets.reports.people import handling_of
from okrsheets.reports.records import Fact, Head, ReportContext
from okrsheets.reports.words import cycle_title

MOST_PAGES_WITHOUT_CONTENTS = 6
_PLANNED = (CycleState.PLANNED, CycleState.PARTIAL, CycleState.SCORED)


def build_operations(
    operations: Operations, context: ReportContext, pages: Mapping[str, int]
) -> BlocksReport:
    """Build the report without its lists.

    Args:
        operations: what it is made from.
        context: what all reports share.
        pages: the pages of the anchors, as far as known, those of the lists too.
    """
    blocks = tuple(
        chain(
            people_blocks(operations, context),
            focus_blocks(operations, context),
            result_blocks(operations, context),
            use_blocks(operations, context),
            [departments_block(operations, context)],
            weak_departments(operations, context),
        )
    )
    return BlocksReport(
        head=document_head(N_("Operations report"), operations.cycle, operations.unit, context),
        blocks=blocks,
        figures=tuple(_figures(operations, context)),
        facts=tuple(_facts(operations, context)),
        contents=contents_of(
            [(b.title, b.anchor) for b in blocks] + operations.lists(context), pages
        ),
    )


def document_head(title: str, cycle: object, unit: str, context: ReportContext) -> Head:
    """Give the head of a document of the company, or of a department (`unit`)."""
    language = context.language
    dot = "·" if language.code == "zh" else " · "
    kind, period = language.text(title), cycle_title(cycle, context)  # type: ignore[arg-type] # a Cycle
    whose = unit or context.organisation
    return Head(
        language=language.code,
        document_title=f"{whose}{dot}{kind}{dot}{period}",
        organisation=context.organisation,
        running=f"{unit}{dot}{kind}{dot}{period}" if unit else f"{kind}{dot}{period}",
        footer=f"{handling_of(context)}{dot}{kind}",
        kicker=f"{kind}{dot}{period}",
        title=whose,
    )


def contents_of(
    titles: list[tuple[str, str]], pages: Mapping[str, int]
) -> tuple[ContentsEntry, ...]:
    """Give the contents of a document of more than six pages; none of a shorter one."""
    if max(pages.values(), default=0) <= MOST_PAGES_WITHOUT_CONTENTS:
        return ()
    return tuple(ContentsEntry(title, at, str(pages.get(at, ""))) for title, at in titles)


def _figures(operations: Operations, context: ReportContext) -> Iterator[Fact]:
    language = context.language
    people, states = operations.people, operations.states
    out, missing = states[CycleState.NOT_EMPLOYED], states[CycleState.NOT_SUBMITTED]
    asked = len(people) - out
    persons = sum(one.person.kind is Kind.PERSON for one in people)
    yield Fact(
        language.text(N_("On the roster")),
        str(len(people)),
        language.count(
            "{persons} people, {number} own sheet",
            "{persons} people, {number} own sheets",
            len(people) - persons,
            persons=persons,
        ),
    )
    planned = sum(states[state] for state in _PLANNED)
    for label, count in (
        (N_("Submitted"), asked - missing),
        (N_("Planned or scored"), planned),
        (N_("Scored"), states[CycleState.SCORED]),
    ):
        share = show_percent(operations.share(count, asked)) or "—"
        note = language.text(N_("{share} of {number} employed"), share=share, number=asked)
        yield Fact(language.text(label), str(count), note)


def _facts(operations: Operations, context: ReportContext) -> Iterator[Fact]:
    language = context.language
    yield Fact(language.text(N_("Data as of")), show_date(operations.day, language))
    frozen, closed = operations.frozen_days, operations.closed_days
    for label, days in ((N_("Plans frozen on")), frozen), ((N_("Cycle closed on")), closed):
        days_shown = " / ".join(show_date(day, language) for day in days) or "—"
        yield Fact(language.text(label), days_shown)
    yield Fact(language.text(N_("Frozen plans")), str(operations.frozen))
    yield Fact(language.text(N_("Changed since the freeze")), str(operations.changed))


__all__ = ["Block", "build_operations", "contents_of", "document_head"]
