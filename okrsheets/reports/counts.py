"""Counts by band, type and status that add up to the total, and a group's mean and median."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from okrsheets.display import band_of
from okrsheets.errors import N_
from okrsheets.model import (
    Band,
    CycleScore,
    CycleSheet,
    KeyResult,
    KeyResultScore,
    KeyResultType,
    Status,
)
from okrsheets.reports.records import CountTable, ReportContext
from okrsheets.reports.words import BAND_WORDS, STATUS_WORDS, TYPE_WORDS

Pair = tuple[KeyResult, KeyResultScore]


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """A group's figures, exact. `n` people have a score, `missing` should have one and do not."""

    n: int
    missing: int
    excused: int
    mean: Fraction | None
    median: Fraction | None


def group_figures(scores: Iterable[Fraction], *, missing: int, excused: int) -> GroupFigures:
    """Give a group's mean and median of the scores there are; None where there is none."""
    known = sorted(scores)
    if not known:
        return GroupFigures(0, missing, excused, None, None)
    middle = len(known) // 2
    median = known[middle] if len(known) % 2 else (known[middle - 1] + known[middle]) / 2
    return GroupFigures(len(known), missing, excused, sum(known, Fraction(0)) / len(known), median)


def pairs_of(sheet: CycleSheet, score: CycleScore) -> list[Pair]:
    """Pair every key result of a cycle with its score, in sheet order."""
    return [
        pair
        for objective, scored in zip(sheet.objectives, score.objectives, strict=True)
        for pair in zip(objective.key_results, scored.key_results, strict=True)
    ]


def type_table(pairs: Sequence[Pair], context: ReportContext) -> CountTable:
    """Count key results by type and band; rows and columns add up."""
    language = context.language
    kinds: list[KeyResultType | None] = [*KeyResultType, None]
    rows = []
    for kind in kinds:
        members = [p for p in pairs if p[0].type is kind]
        if members:
            name = language.text(TYPE_WORDS[kind] if kind else N_("no type"))
            rows.append((name, *_counted(members, context)))
    columns = [language.text(BAND_WORDS[band]) for band in Band]
    columns += [
        language.text(N_("Not scored")),
        language.text(STATUS_WORDS[Status.VOID]),
        language.text(N_("Total")),
    ]
    return CountTable(
        corner=language.text(N_("Type")),
        columns=tuple(columns),
        rows=tuple(rows),
        total=(language.text(N_("Total")), *_counted(pairs, context)),
    )


def _counted(pairs: Sequence[Pair], context: ReportContext) -> tuple[str, ...]:
    bands = [band_of(s.score, context.policies) for _, s in pairs if not s.void]
    numbers = [bands.count(band) for band in Band]
    numbers += [bands.count(None), sum(s.void for _, s in pairs), len(pairs)]
    return tuple(str(n) if n else "·" for n in numbers)
