"""Counts by band, type and status that add up to the total."""

from collections.abc import Sequence

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


def pairs_of(sheet: CycleSheet, score: CycleScore) -> list[Pair]:
    """Pair every key result of a cycle with its score, in sheet order.

    None where the cycle has no scored objectives although the sheet has some: somebody who left
    before it had begun planning it.
    """
    if not score.objectives:
        return []
    return [
        pair
        for objective, scored in zip(sheet.objectives, score.objectives, strict=True)
        for pair in zip(objective.key_results, scored.key_results, strict=True)
    ]


def type_table(pairs: Sequence[tuple[Pair, ReportContext]], context: ReportContext) -> CountTable:
    """Count key results by type and band; rows and columns add up.

    Each pair comes with the context of its cycle, whose bands may be those of a closing.
    """
    language = context.language
    kinds: list[KeyResultType | None] = [*KeyResultType, None]
    rows = []
    for kind in kinds:
        members = [p for p in pairs if p[0][0].type is kind]
        if members:
            name = language.text(TYPE_WORDS[kind] if kind else N_("no type"))
            rows.append((name, *_counted(members)))
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
        total=(language.text(N_("Total")), *_counted(pairs)),
    )


def _counted(pairs: Sequence[tuple[Pair, ReportContext]]) -> tuple[str, ...]:
    bands = [band_of(s.score, own.policies) for (_, s), own in pairs if not s.void]
    numbers = [bands.count(band) for band in Band]
    numbers += [bands.count(None), sum(s.void for (_, s), _ in pairs), len(pairs)]
    return tuple(str(n) if n else "·" for n in numbers)
