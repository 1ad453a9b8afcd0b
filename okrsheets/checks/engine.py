"""Runs every check over one submission and gives the faults their codes and addresses."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from okrsheets.cells import Cell
from okrsheets.checks.cases import CycleCase, Fault, KeyResultCase
from okrsheets.checks.check_ins import cases_of
from okrsheets.checks.places import place_of, reading_order
from okrsheets.checks.table import (
    CHECK_IN_CHECKS,
    CYCLE_CHECKS,
    EXCUSED_CYCLE_CHECKS,
    KEY_RESULT_CHECKS,
    OBJECTIVE_CHECKS,
    TOTALS_CHECKS,
    VOID_KEY_RESULT_CHECKS,
)
from okrsheets.checks.totals import gather_totals
from okrsheets.findings import Finding
from okrsheets.model import (
    CycleScore,
    CycleSheet,
    Policies,
    Submission,
    YearScore,
    policies_of,
)
from okrsheets.shape import SheetOptions, read_shape

Case = TypeVar("Case")
CodedFault = tuple[str, Fault]


@dataclass(frozen=True, slots=True)
class Background:
    """What a caller may know besides the sheet.

    `year` is the year's score over the sheet's own cycles, compared with the annual tab's total.
    `policies_changed` says that the sheet was issued under other scoring rules. `refused` are the
    keys of fields that hold something which could not be read: they are not missing.
    `fiscal_start` is the month in which the year begins.
    """

    year: YearScore | None = None
    policies_changed: bool = False
    refused: frozenset[str] = frozenset()
    fiscal_start: int = 1


_NOTHING_KNOWN = Background()


def check_submission(
    submission: Submission,
    scores: tuple[CycleScore, ...],
    policies: Policies,
    *,
    computed: Mapping[str, Cell],
    background: Background = _NOTHING_KNOWN,
) -> tuple[Finding, ...]:
    """Give every finding about objectives, key results, weights, scores and reasons.

    Args:
        submission: the sheet as read; its cells give the addresses.
        scores: one for each cycle of the submission, in the same order.
        policies: the rules in force; a closed cycle has its own.
        computed: the values a spreadsheet program left in the computed cells, by field key.
        background: what else is known.

    Returns:
        Findings with codes K101 to K805, in reading order.
    """
    totals = gather_totals(
        scores, background.year, computed=computed, policies_changed=background.policies_changed
    )
    faults = [*_run(TOTALS_CHECKS, totals)]
    shape = read_shape(submission.identity.shape) or SheetOptions()
    for sheet, score in zip(submission.cycles, scores, strict=True):
        faults += _cycle_faults(CycleCase(sheet, score, policies_of(score, policies), shape))
    for line in cases_of(submission, background.fiscal_start):
        faults += _run(CHECK_IN_CHECKS, line)
    faults = [
        (code, f) for code, f in faults if not f.missing or background.refused.isdisjoint(f.keys)
    ]
    cells = _cells_of(faults, submission.cells, computed)
    tabs = [*(sheet.cycle.tab for sheet in submission.cycles), "annual", "checkins"]
    faults.sort(key=lambda coded: (reading_order(coded[1].keys, cells, tabs), coded[0]))
    return tuple(_finding(code, fault, cells) for code, fault in faults)


def _run(
    checks: Mapping[str, Callable[[Case], Iterator[Fault]]], case: Case
) -> Iterator[CodedFault]:
    for code, check in checks.items():
        for fault in check(case):
            yield code, fault


def _cycle_faults(case: CycleCase) -> Iterator[CodedFault]:
    """An excused cycle is not looked into; only whether it is rightly excused.

    Nor is one in which nothing was filled in: there is nothing that a check could be about.
    """
    if case.sheet == CycleSheet(case.sheet.cycle):
        return
    if case.sheet.excused:
        yield from _run(EXCUSED_CYCLE_CHECKS, case)
        return
    yield from _run(CYCLE_CHECKS, case)
    for objective in case.objectives():
        yield from _run(OBJECTIVE_CHECKS, objective)
        for key_result in objective.key_results():
            yield from _key_result_faults(key_result)


def _key_result_faults(case: KeyResultCase) -> Iterator[CodedFault]:
    """A void key result is not measured; only whether it is rightly void."""
    yield from _run(VOID_KEY_RESULT_CHECKS if case.score.void else KEY_RESULT_CHECKS, case)


def _cells_of(
    faults: Sequence[CodedFault], inputs: Mapping[str, Cell], computed: Mapping[str, Cell]
) -> Mapping[str, Cell]:
    """Give the cells of the faults; only these, since a reading makes each on its first use."""
    keys = {key for _, fault in faults for key in fault.keys}
    found = {key: inputs.get(key) or computed.get(key) for key in keys}
    return {key: cell for key, cell in found.items() if cell is not None}


def _finding(code: str, fault: Fault, cells: Mapping[str, Cell]) -> Finding:
    return Finding(
        code=code,
        place=place_of(fault.keys, cells),
        key=fault.keys[0],
        value=fault.value,
        fields=fault.fields,
        severity=fault.severity,
    )
