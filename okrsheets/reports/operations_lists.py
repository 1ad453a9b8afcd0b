"""The operations report's lists of people: what is missing, to be ticked off, and thin use.

A list of thousands comes in pieces, each set by itself and small in memory.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from okrsheets.analysis.weak_use import WeakUse
from okrsheets.errors import N_
from okrsheets.model import CycleState, Person
from okrsheets.reports.document_records import Block, BlocksReport, Column, Listing, Row, RowGroup
from okrsheets.reports.operations import document_head
from okrsheets.reports.operations_input import MISSING, WEAK, Operations
from okrsheets.reports.operations_use import SIGN_WORDS
from okrsheets.reports.records import ReportContext
from okrsheets.reports.words import cycle_label

ROWS_A_PIECE = 600
_TICK = "□"
_MISSING_WORDS: Mapping[CycleState, str] = {
    CycleState.NOT_SUBMITTED: N_("Score sheet"),
    CycleState.EMPTY: N_("Plan"),
    CycleState.PLANNED: N_("Scores"),
    CycleState.PARTIAL: N_("Some of the scores"),
}
"""What is wanted of somebody whose cycle is in this state."""


def missing_lists(operations: Operations, context: ReportContext) -> tuple[BlocksReport, ...]:
    """Give the list of what is missing, in pieces; each line has a box to tick."""
    language = context.language
    heads = (
        Column(language.text(N_("Name")), "48"),
        Column(language.text(N_("ID")), "18"),
        Column(language.text(N_("Manager")), "40"),
        Column(language.text(N_("What is missing")), "36"),
        Column(language.text(N_("Days late")), "16", number=True),
        Column(language.text(N_("Done")), "12", number=True),
    )
    lines = [
        (
            one.person,
            (
                one.person.name,
                one.person.id,
                one.manager_name or "—",
                _what(operations, index, context),
                str(operations.late.get(one.person.id) or "—"),
                _TICK,
            ),
        )
        for index, one in enumerate(operations.missing)
    ]
    note = language.text(
        N_(
            "Lines of the roster: {number}. No sheet came in, the plan is blank, or a score is "
            "missing after its last day. The days count from that day to the day of this report."
        ),
        number=len(lines),
    )
    title = language.text(N_("To be ticked off: what is missing"))
    return _pieces(
        lines, lambda groups: Listing(heads, groups), (title, MISSING, note), operations, context
    )


def _what(operations: Operations, index: int, context: ReportContext) -> str:
    one = operations.missing[index]
    language = context.language
    scores = operations.lacks(one)
    states = {score.state for score in scores}
    if operations.cycle.kind != "Y" or states == {CycleState.NOT_SUBMITTED}:
        return language.listed(dict.fromkeys(_word(score.state, context) for score in scores))
    return language.listed(
        language.text(
            N_("{label}: {text}"),
            label=cycle_label(score.cycle, context.of(score)),
            text=_word(score.state, context),
        )
        for score in scores
    )


def _word(state: CycleState, context: ReportContext) -> str:
    return context.language.text(_MISSING_WORDS[state])


def weak_lists(operations: Operations, context: ReportContext) -> tuple[BlocksReport, ...]:
    """Give the list of thin use by person, in pieces."""
    language = context.language
    heads = (
        Column(language.text(N_("Name")), "48"),
        Column(language.text(N_("ID")), "18"),
        Column(language.text(N_("Manager")), "40"),
        Column(language.text(N_("Signs")), "64"),
    )
    lines = [
        (
            one.person.person,
            (
                one.person.person.name,
                one.person.person.id,
                one.person.manager_name or "—",
                _signs(one, operations, context),
            ),
        )
        for one in operations.weak
    ]
    note = language.text(
        N_("Sheets with any sign: {number}. What each says stands under “Thin use”."),
        number=len(lines),
    )
    title = language.text(N_("Thin use by person"))
    return _pieces(
        lines, lambda groups: Listing(heads, groups), (title, WEAK, note), operations, context
    )


def _signs(one: WeakUse, operations: Operations, context: ReportContext) -> str:
    language = context.language
    found = []
    for sign, cycles in one.signs:
        word = language.text(SIGN_WORDS[sign])
        if operations.cycle.kind == "Y":
            labels = language.listed(cycle_label(cycle, context) for cycle in cycles)
            word = language.text(N_("{words} ({labels})"), words=word, labels=labels)
        found.append(word)
    return language.listed(found)


_Line = tuple[Person, tuple[str, ...]]
_Table = Callable[[tuple[RowGroup, ...]], Listing]


def _pieces(
    lines: Sequence[_Line],
    table: _Table,
    words: tuple[str, str, str],
    operations: Operations,
    context: ReportContext,
) -> tuple[BlocksReport, ...]:
    language, (title, anchor, note) = context.language, words
    head = document_head(N_("Operations report"), operations.cycle, operations.unit, context)
    found = []
    for number, groups in enumerate(_split(_grouped(lines, operations, context))):
        goes_on = language.text(N_("{title} (continued)"), title=title) if number else title
        block = Block(
            goes_on,
            f"{anchor}-{number}" if number else anchor,
            lines=() if number else (note,),
            tables=(table(groups),),
        )
        found.append(BlocksReport(head, (block,)))
    return tuple(found)


def _grouped(
    lines: Sequence[_Line], operations: Operations, context: ReportContext
) -> list[RowGroup]:
    """Group lines by department, in the order in which the report names the departments."""
    found: dict[tuple[str, ...], list[Row]] = {unit.path: [] for unit in operations.units}
    for person, cells in lines:
        found.setdefault(person.department, []).append(Row(cells))
    none = context.language.text(N_("Without a department"))
    return [
        RowGroup(f"{' / '.join(path) or none} ({len(members)})", tuple(members))
        for path, members in found.items()
        if members
    ]


def _split(groups: Sequence[RowGroup]) -> Iterator[tuple[RowGroup, ...]]:
    """Split groups into pieces of so many rows; a long group goes on under its heading."""
    piece: list[RowGroup] = []
    room = ROWS_A_PIECE
    for group in groups:
        members = group.rows
        while members:
            if not room:
                yield tuple(piece)
                piece, room = [], ROWS_A_PIECE
            now, members = members[:room], members[room:]
            piece.append(RowGroup(group.title, now))
            room -= len(now)
    if piece:
        yield tuple(piece)
