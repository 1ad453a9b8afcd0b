"""The operations report on plans: objectives and key results by band, type, status and number."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from okrsheets.analysis.participation import sheet_in
from okrsheets.display import band_of
from okrsheets.errors import N_
from okrsheets.model import (
    Band,
    CycleScore,
    CycleSheet,
    Objective,
    ObjectiveScore,
    ObjectiveState,
    PersonYear,
    Status,
)
from okrsheets.reports.counts import Pair, type_table
from okrsheets.reports.document_records import Block, Listing, Row, RowGroup, columns, rows
from okrsheets.reports.operations_input import Operations
from okrsheets.reports.operations_people import shown
from okrsheets.reports.records import CountTable, ReportContext
from okrsheets.reports.words import BAND_WORDS, STATUS_WORDS

_FULL = 3
_STATUSES = (*Status, None)
_BANDS = tuple(Band)


@dataclass(frozen=True)
class _Plan:
    """A person's plan of a cycle with its scores, and the context by which they are read."""

    sheet: CycleSheet
    score: CycleScore
    context: ReportContext

    @property
    def objectives(self) -> list[tuple[Objective, ObjectiveScore]]:
        return list(zip(self.sheet.objectives, self.score.objectives, strict=True))

    @property
    def pairs(self) -> list[Pair]:
        return [
            pair
            for objective, score in self.objectives
            for pair in zip(objective.key_results, score.key_results, strict=True)
        ]

    @property
    def full(self) -> bool:
        """Three objectives of three key results each."""
        sizes = [len(o.key_results) for o in self.sheet.objectives]
        return sizes == [_FULL] * _FULL


def result_blocks(operations: Operations, context: ReportContext) -> Iterator[Block]:
    """Give the sections on objectives and key results; one line where there is none."""
    plans = [plan for one in operations.people for plan in _plans(one, operations, context)]
    yield _bands(plans, context)
    if plans:
        yield _statuses(plans, context)
        yield _sizes(plans, context)


def _plans(one: PersonYear, operations: Operations, context: ReportContext) -> Iterator[_Plan]:
    for score in one.year.cycles:
        sheet = sheet_in(one, score.cycle)
        if sheet is not None and score.objectives and score.cycle in operations.cycles:
            yield _Plan(sheet, score, context.of(score))


def _bands(plans: Sequence[_Plan], context: ReportContext) -> Block:
    language = context.language
    objectives = [(score, plan.context) for plan in plans for _, score in plan.objectives]
    results = [(pair, plan.context) for plan in plans for pair in plan.pairs]
    words = [language.text(BAND_WORDS[band]) for band in Band]
    words += [language.text(w) for w in (N_("Not scored"), N_("Void"), N_("Total"))]
    lines = (
        (
            N_("Objectives"),
            [
                (band_of(s.score, own.policies), s.state is ObjectiveState.VOID)
                for s, own in objectives
            ],
        ),
        (N_("Key results"), [(band_of(s.score, own.policies), s.void) for (_, s), own in results]),
    )
    table = Listing(
        columns(("", "44"), *words, width="18"),
        rows(*[(language.text(name), *_counted(found)) for name, found in lines]),
    )
    types = _listing(type_table(results, context))
    return Block(
        language.text(N_("Objectives and key results")),
        "results",
        lines=() if plans else (language.text(N_("There are no objectives yet.")),),
        tables=(table, types) if plans else (),
    )


def _counted(found: Sequence[tuple[Band | None, bool]]) -> tuple[str, ...]:
    bands = Counter(band for band, void in found if not void)
    numbers = [*[bands[band] for band in _BANDS], bands[None], sum(void for _, void in found)]
    return (*map(shown, numbers), str(len(found)))


def _listing(table: CountTable) -> Listing:
    heads = columns((table.corner, "44"), *table.columns, width="18")
    return Listing(heads, (RowGroup("", tuple(map(Row, table.rows))),), table.total)


def _statuses(plans: Sequence[_Plan], context: ReportContext) -> Block:
    language = context.language
    results = [k for plan in plans for k, _ in plan.pairs]
    actual = Counter((k.status, k.actual is not None) for k in results)
    reasons = Counter(k.status for k in results if k.reason.strip())

    def numbers(statuses: Sequence[Status | None]) -> tuple[str, ...]:
        given = sum(actual[status, True] for status in statuses)
        blank = sum(actual[status, False] for status in statuses)
        why = sum(reasons[status] for status in statuses)
        return (shown(given), shown(blank), str(given + blank), shown(why))

    heads = [N_("With actual"), N_("Without actual"), N_("Total"), N_("With a reason")]
    table = Listing(
        columns(
            (language.text(N_("Owner says")), "58"),
            *[language.text(head) for head in heads],
            width="28",
        ),
        rows(*[(_word(status, context), *numbers([status])) for status in _STATUSES]),
        (language.text(N_("Total")), *numbers(_STATUSES)),
    )
    return Block(
        language.text(N_("Status and weights")), "status", tables=(table, _weights(plans, context))
    )


def _word(status: Status | None, context: ReportContext) -> str:
    return context.language.text(STATUS_WORDS[status] if status else N_("No word"))


def _weights(plans: Sequence[_Plan], context: ReportContext) -> Listing:
    language = context.language
    objectives = [o.weight is not None for plan in plans for o, _ in plan.objectives]
    results = [k.weight is not None for plan in plans for k, _ in plan.pairs]
    heads = [N_("Weight given"), N_("Weight blank (shared equally)"), N_("Total")]
    lines = [
        (language.text(name), shown(sum(given)), shown(len(given) - sum(given)), str(len(given)))
        for name, given in ((N_("Objectives"), objectives), (N_("Key results"), results))
    ]
    words = [language.text(head) for head in heads]
    return Listing(columns(("", "44"), *words, width="42"), rows(*lines))


def _sizes(plans: Sequence[_Plan], context: ReportContext) -> Block:
    language = context.language
    objectives = Counter(len(plan.sheet.objectives) for plan in plans)
    results = Counter(len(o.key_results) for plan in plans for o in plan.sheet.objectives)
    most = max(*objectives, *results, _FULL)
    numbers = range(min(*objectives, *results, 1), most + 1)
    lines = [
        (language.text(name), *[shown(found[n]) for n in numbers], str(found.total()))
        for name, found in (
            (N_("Plans by number of objectives"), objectives),
            (N_("Objectives by number of key results"), results),
        )
    ]
    heads = (*map(str, numbers), language.text(N_("Total")))
    width = f"{110 / len(heads):.2f}"
    return Block(
        language.text(N_("Size of plans")),
        "sizes",
        tables=(Listing(columns(("", "60"), *heads, width=width), rows(*lines)),),
        after=(
            language.text(
                N_(
                    "Plans with three objectives of three key results each: {full} of {plans}. A "
                    "plan is what one sheet holds for one cycle."
                ),
                full=sum(plan.full for plan in plans),
                plans=len(plans),
            ),
        ),
    )
