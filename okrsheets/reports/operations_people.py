"""The operations report on people: by state, what is due, every department of every level."""

from collections.abc import Iterator, Mapping, Sequence

from okrsheets.analysis.due import Unasked, count_unasked
from okrsheets.analysis.groups import figures_of
from okrsheets.analysis.participation import Unit, count_states
from okrsheets.deadlines import Deadline, Step, deadlines_of
from okrsheets.display import show_score
from okrsheets.errors import N_
from okrsheets.model import Cycle, CycleState, Kind, PersonYear
from okrsheets.reports.document_records import Block, Column, Listing, Row, RowGroup, columns, rows
from okrsheets.reports.figures import show_day
from okrsheets.reports.operations_input import Operations
from okrsheets.reports.records import ReportContext
from okrsheets.reports.words import STATE_WORDS, cycle_label

FEWEST_WITH_MEAN = 5
ORDER = (
    CycleState.SCORED,
    CycleState.PARTIAL,
    CycleState.PLANNED,
    CycleState.EMPTY,
    CycleState.NOT_SUBMITTED,
    CycleState.VOID,
    CycleState.NOT_EMPLOYED,
)
"""From scored down to not submitted; void and not employed, which are excused, last."""
_KINDS = {
    Kind.PERSON: N_("People's sheets"),
    Kind.DEPARTMENT: N_("Departments' own sheets"),
    Kind.COMPANY: N_("Company's own sheet"),
}
_HEADS: Mapping[CycleState, str] = {**STATE_WORDS, CycleState.VOID: N_("Void, excused")}
_MOST_ADDENDS = 12
_UNASKED: Mapping[Unasked, str] = {
    Unasked.JOINED: N_("{number} who joined after the cycle began"),
    Unasked.LEFT: N_("{number} who left before the last day"),
    Unasked.VOID: N_("{number} void or excused"),
    Unasked.CLOSED: N_("{number} whose cycle is closed"),
    Unasked.KIND: N_("{number} people, of whom no score of the year is asked"),
}
_COUNTED = (Step.PLAN, Step.SCORE)
_WIDTHS = ("12", "12", "12.5", "12.5", "14.5", "15", "14.5")


def shown(number: int) -> str:
    """Print a count: a dot where there is none, so that the others stand out."""
    return str(number) if number else "·"


def people_blocks(operations: Operations, context: ReportContext) -> Iterator[Block]:
    """Give the sections on people, without the long table of departments."""
    yield _states(operations, context)
    yield _due(operations, context)


def _states(operations: Operations, context: ReportContext) -> Block:
    language = context.language
    tables = [_kind_table(operations, context)]
    if operations.cycle.kind == "Y":
        tables.append(_cycle_table(operations, context))
    return Block(
        language.text(N_("Participation")),
        "participation",
        tables=tuple(tables),
        after=(_sum_line(operations, context),),
    )


def _sum_line(operations: Operations, context: ReportContext) -> str:
    language, states = context.language, operations.states
    parts = [f"{language.text(_HEADS[s])} {states[s]}" for s in ORDER if states[s]]
    return language.text(
        N_("{parts} = {whole}: every line of the roster stands in one state and is counted once."),
        parts=" + ".join(parts) or "0",
        whole=len(operations.people),
    )


def _state_columns(first: str, context: ReportContext) -> tuple[Column, ...]:
    language = context.language
    words = [language.text(_HEADS[state]) for state in ORDER]
    return columns((first, "41"), *words, language.text(N_("Total")), width="16.125")


def _state_row(label: str, people: Sequence[PersonYear], cycle: Cycle) -> tuple[str, ...]:
    states = count_states(people, cycle)
    return (label, *[shown(states[state]) for state in ORDER], str(len(people)))


def _kind_table(operations: Operations, context: ReportContext) -> Listing:
    language, people, cycle = context.language, operations.people, operations.cycle
    groups = {kind: [one for one in people if one.person.kind is kind] for kind in Kind}
    lines = [
        _state_row(language.text(_KINDS[kind]), members, cycle)
        for kind, members in groups.items()
        if members
    ]
    return Listing(
        _state_columns("", context),
        rows(*lines),
        _state_row(language.text(N_("Total")), people, cycle),
    )


def _cycle_table(operations: Operations, context: ReportContext) -> Listing:
    language, people = context.language, operations.people
    lines = [_state_row(cycle_label(c, context), people, c) for c in operations.cycles]
    return Listing(_state_columns(language.text(N_("Cycle")), context), rows(*lines))


def _due(operations: Operations, context: ReportContext) -> Block:
    language = context.language
    heads = (
        Column(language.text(N_("Step")), "62"),
        Column(language.text(N_("First day")), "24"),
        Column(language.text(N_("Last day")), "24"),
        Column(language.text(N_("Asked of")), "15", number=True),
        Column(language.text(N_("Came in")), "15", number=True),
        Column(language.text(N_("Still missing")), "15", number=True),
        Column(language.text(N_("Days late")), "15", number=True),
    )
    cycles = tuple(dict.fromkeys((*operations.cycles, operations.cycle)))
    steps = [
        one
        for cycle in cycles
        for one in deadlines_of(cycle, operations.fiscal_start)
        if one.step in _COUNTED and not (cycle.kind == "Y" and one.step is Step.PLAN)
    ]
    return Block(
        language.text(N_("Deadlines")),
        "deadlines",
        tables=(Listing(heads, rows(*[_due_row(one, operations, context) for one in steps])),),
        after=(
            language.text(
                N_(
                    "Asked are those who were employed from the cycle's first day, except void and "
                    "excused sheets. A dash: not begun, over without anybody missing, or closed."
                )
            ),
            *_differences(operations, context),
        ),
    )


def _differences(operations: Operations, context: ReportContext) -> Iterator[str]:
    """Say how the number that is asked comes from that of the employed, where they differ."""
    language, states = context.language, operations.states
    employed = len(operations.people) - states[CycleState.NOT_EMPLOYED]
    for due in operations.dues:
        if due.deadline.cycle != operations.cycle or due.asked in (None, employed):
            continue
        why = count_unasked(
            operations.people, due.deadline, operations.fiscal_start, operations.day
        )
        parts = [
            language.text(words, number=why[one]) for one, words in _UNASKED.items() if why[one]
        ]
        yield language.text(
            N_("{employed} employed − {parts} = {asked} asked."),
            employed=employed,
            parts=" − ".join(parts),
            asked=due.asked,
        )


def _due_row(deadline: Deadline, operations: Operations, context: ReportContext) -> tuple[str, ...]:
    language = context.language
    found = next((due for due in operations.dues if due.deadline == deadline), None)
    words = language.text(
        N_("{label}: {text}"),
        label=cycle_label(deadline.cycle, context),
        text=language.text(deadline.words),
    )
    days = (show_day(deadline.first, language), show_day(deadline.last, language))
    if found is None or found.asked is None:
        return (words, *days, "—", "—", "—", "—")
    missing = len(found.missing)
    late = (operations.day - deadline.last).days if found.late else 0
    return (
        words,
        *days,
        str(found.asked),
        str(found.asked - missing),
        shown(missing),
        shown(late),
    )


def departments_block(operations: Operations, context: ReportContext) -> Block:
    """Give every department of every level, with its states and its scores."""
    language = context.language
    lines = [_unit_row(unit, operations, context) for unit in operations.units]
    everybody = Unit((), operations.people)
    total = _unit_row(everybody, operations, context).cells[1:]
    heads = (
        Column(language.text(N_("Department")), "32.5"),
        *[
            Column(language.text(_HEADS[state]), width, number=True)
            for state, width in zip(ORDER, _WIDTHS, strict=True)
        ],
        Column(language.text(N_("Total")), "10", number=True),
        Column(language.text(N_("Late")), "9.5", number=True),
        Column(language.text(N_("Mean")), "12", number=True),
        Column(language.text(N_("Median")), "13", number=True),
    )
    first = [len(unit.people) for unit in operations.units if len(unit.path) <= 1]
    return Block(
        language.text(N_("By department")),
        "departments",
        tables=(
            Listing(heads, (RowGroup("", tuple(lines)),), (language.text(N_("Total")), *total)),
        ),
        after=(
            language.text(
                N_(
                    "{parts} = {whole}: the lines of the first level add up to the roster. A line "
                    "holds everybody below it. Late are those who lack a plan or a score after its "
                    "last day. Mean and median are of people's scores; of fewer than five only "
                    "their number (n) is told."
                ),
                parts=_sum_of(first),
                whole=sum(first),
            ),
        ),
    )


def _sum_of(numbers: Sequence[int]) -> str:
    """Write a sum out; of a long one the first and the last numbers."""
    words = list(map(str, numbers))
    if len(words) > _MOST_ADDENDS:
        words[_MOST_ADDENDS - 2 : -1] = ["…"]
    return " + ".join(words) or "0"


def _unit_row(unit: Unit, operations: Operations, context: ReportContext) -> Row:
    cycle = operations.cycle
    name = unit.path[-1] if unit.path else context.language.text(N_("Without a department"))
    late = sum(one.person.id in operations.late for one in unit.people)
    figures = figures_of([p for p in unit.people if p.person.kind is Kind.PERSON], cycle)
    if figures.n >= FEWEST_WITH_MEAN:
        numbers = (show_score(figures.mean), show_score(figures.median))
    else:
        numbers = (f"n={figures.n}", "")
    cells = _state_row(name, unit.people, cycle)
    return Row((*cells, shown(late), *numbers), level=max(len(unit.path) - 1, 0))
