"""The operations report on use: check-ins by week, signs of thin use, files that wait."""

from collections import Counter
from collections.abc import Iterator, Mapping

from okrsheets.analysis.participation import CheckInCounts, Span, count_check_ins
from okrsheets.analysis.weak_use import FIRST_CHECK_IN_DAYS, STILL_DAYS, Sign
from okrsheets.errors import N_
from okrsheets.findings.catalogue import CATALOGUE
from okrsheets.model import CycleState
from okrsheets.reports.chart_records import Chart
from okrsheets.reports.document_records import Block, Column, Listing, Row, RowGroup, columns, rows
from okrsheets.reports.figures import show_month
from okrsheets.reports.operations_input import Operations, WaitingFiles
from okrsheets.reports.operations_people import shown
from okrsheets.reports.records import ReportContext
from okrsheets.reports.upright_bars import UprightBar, chart_upright_bars

SIGN_WORDS: Mapping[Sign, str] = {
    Sign.UNPLANNED: N_("Blank plan"),
    Sign.NO_CHECK_INS: N_("No check-ins"),
    Sign.STILL: N_("Nothing new"),
    Sign.NO_REASONS: N_("No reasons"),
    Sign.BLANK_REVIEW: N_("Blank review"),
}
_EXPLAINED: Mapping[Sign, str] = {
    Sign.UNPLANNED: N_("A sheet came in, and the cycle has begun without an objective in it."),
    Sign.NO_CHECK_INS: N_(
        "The sheet has check-ins, and {first} days into the cycle none names a key result of it."
    ),
    Sign.STILL: N_(
        "The cycle is running, and for {still} days neither a version nor a check-in has come."
    ),
    Sign.NO_REASONS: N_(
        "Key results are below target, at risk, off track or void, and none of them has a reason."
    ),
    Sign.BLANK_REVIEW: N_("The cycle is over, and its review and improvement plan are all blank."),
}


def use_blocks(operations: Operations, context: ReportContext) -> Iterator[Block]:
    """Give the sections on use."""
    yield _check_ins(operations, context)
    yield _weak(operations, context)
    if operations.waiting is not None:
        yield _waiting(operations.waiting, context)


def _check_ins(operations: Operations, context: ReportContext) -> Block:
    language = context.language
    title = language.text(N_("Check-ins"))
    counts = count_check_ins(operations.people, operations.cycle, operations.fiscal_start)
    if not operations.check_ins and not counts.total:
        off = language.text(N_("The sheets of this year have no tab for check-ins (settings)."))
        return Block(title, "check-ins", lines=(off,))
    missing = operations.states[CycleState.NOT_SUBMITTED]
    line = language.text(
        N_("{people} of {sheets} sheets have check-ins: {total} lines."),
        people=counts.people,
        sheets=len(operations.people) - missing - operations.states[CycleState.NOT_EMPLOYED],
        total=counts.total,
    )
    parts = [str(span.check_ins) for span in counts.spans if span.check_ins]
    after = language.text(
        N_(
            "The bars count the people who checked in, the numbers below them the lines. {parts} = "
            "{inside} lines inside the period, {outside} with a day outside of it or none."
        ),
        parts=" + ".join(parts) or "0",
        inside=counts.total - counts.outside,
        outside=counts.outside,
    )
    return Block(
        title,
        "check-ins",
        lines=(line,),
        chart=_chart(counts, operations, context) if counts.total else None,
        after=(after,) if counts.total else (),
    )


def _chart(counts: CheckInCounts, operations: Operations, context: ReportContext) -> Chart:
    """Draw people with check-ins by week or month: a bar each, with both numbers."""
    labels = [_span_label(span, operations, context) for span in counts.spans]
    both = list(zip(labels, counts.spans, strict=True))
    return chart_upright_bars(
        [UprightBar(label, span.people, shown(span.check_ins)) for label, span in both],
        high=24,
        words=", ".join(f"{label}: {span.people} / {span.check_ins}" for label, span in both),
    )


def _span_label(span: Span, operations: Operations, context: ReportContext) -> str:
    if operations.cycle.kind == "Y":
        return show_month(span.first, context.language, short=True)
    return f"{span.first.month}/{span.first.day}"


def _weak(operations: Operations, context: ReportContext) -> Block:
    language = context.language
    signs = list(Sign)
    kinds = Counter(sign for one in operations.weak for sign, _ in one.signs)
    first = (
        Column(language.text(N_("Sign")), "34"),
        Column(language.text(N_("What it says")), "118"),
        Column(language.text(N_("Sheets with it")), "18", number=True),
    )
    explained = [
        (
            language.text(SIGN_WORDS[sign]),
            language.text(_EXPLAINED[sign], first=FIRST_CHECK_IN_DAYS, still=STILL_DAYS),
            shown(kinds[sign]),
        )
        for sign in signs
    ]
    return Block(
        language.text(N_("Thin use")),
        "thin-use",
        lines=(
            language.text(
                N_("Signs, not judgements: they say where a talk may help."),
            ),
        ),
        tables=(Listing(first, rows(*explained)),),
        after=(
            language.text(
                N_("Sheets with any sign: {number}. One sheet may show several."),
                number=len(operations.weak),
            ),
        ),
    )


def weak_departments(operations: Operations, context: ReportContext) -> Iterator[Block]:
    """Give the signs by department; nothing where no sheet shows one."""
    if not operations.weak:
        return
    language = context.language
    heads = [language.text(SIGN_WORDS[sign]) for sign in Sign]
    heads += [language.text(N_("Any sign")), language.text(N_("On the roster"))]
    table = columns((language.text(N_("Department")), "51"), *heads, width="17")
    note = language.text(
        N_(
            "A line holds everybody below it, and “any sign” counts a sheet once. Departments "
            "without a sign are left out."
        )
    )
    yield Block(
        language.text(N_("Thin use by department")),
        "thin-use-departments",
        tables=(Listing(table, (RowGroup("", tuple(_weak_rows(operations, context))),)),),
        after=(note,),
    )


def _weak_rows(operations: Operations, context: ReportContext) -> Iterator[Row]:
    language = context.language
    by_id = {one.person.person.id: {sign for sign, _ in one.signs} for one in operations.weak}
    for unit in operations.units:
        found = [by_id[p.person.id] for p in unit.people if p.person.id in by_id]
        if not found:
            continue
        name = unit.path[-1] if unit.path else language.text(N_("Without a department"))
        numbers = [sum(sign in signs for signs in found) for sign in Sign]
        cells = (name, *map(shown, numbers), str(len(found)), str(len(unit.people)))
        yield Row(cells, level=max(len(unit.path) - 1, 0))


def _waiting(waiting: WaitingFiles, context: ReportContext) -> Block:
    language = context.language
    line = language.text(
        N_("Held for a decision: {held}. Rejected, waiting for a better copy: {rejected}."),
        held=waiting.held,
        rejected=waiting.rejected,
    )
    if not waiting.codes:
        return Block(language.text(N_("Files that wait")), "files", lines=(line,))
    heads = (
        Column(language.text(N_("Code")), "18"),
        Column(language.text(N_("What is wrong")), "134"),
        Column(language.text(N_("Files with it")), "18", number=True),
    )
    lines = [
        (code, language.text(CATALOGUE[code].title) if code in CATALOGUE else "", str(files))
        for code, files in waiting.codes.items()
    ]
    several = language.text(N_("A file with several errors is counted under each of its codes."))
    return Block(
        language.text(N_("Files that wait")),
        "files",
        lines=(line,),
        tables=(Listing(heads, rows(*lines)),),
        after=(several,),
    )
