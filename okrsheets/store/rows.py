"""Turns a checked submission and its scores into database rows, and stored cells back.

Exact numbers are text (`Decimal` or `Fraction`), with a REAL beside them for people's queries.
Pure: no database here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from okrsheets.cells import Cell, CellKind, Place
from okrsheets.display import band_of
from okrsheets.model import (
    CycleScore,
    CycleSheet,
    KeyResult,
    KeyResultScore,
    Objective,
    ObjectiveScore,
    Policies,
    Submission,
    YearScore,
    policies_of,
)

Row = dict[str, Any]
_GIVEN = ("weight", "baseline", "target", "upper", "v30", "v70", "actual", "confidence")
_SCORES = {"self": "self_score", "reviewer": "reviewer_score"}


@dataclass(frozen=True, slots=True)
class ScoreRows:
    """A sheet's scores as rows, without the sheet's database id."""

    cycles: tuple[Row, ...]
    objectives: tuple[Row, ...]
    key_results: tuple[Row, ...]


def storable(text: str) -> str:
    """Give the text with lone surrogates written out, which no database takes."""
    if text.isascii():
        return text
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def exact(number: Fraction | Decimal | None) -> str | None:
    """Give a number's exact text: `0.68`, `1/3`; None for none."""
    if number is None:
        return None
    return f"{number:f}" if isinstance(number, Decimal) else str(number)


def _real(number: Fraction | Decimal | None) -> float | None:
    return None if number is None else float(number)


def numbers_of(submission: Submission) -> Mapping[str, Decimal]:
    """Give the number that each field was read as, by its key."""
    found: dict[str, Decimal | None] = {}
    for sheet in submission.cycles:
        for objective in sheet.objectives:
            stem = f"{sheet.cycle.tab}.O{objective.number}"
            found[f"{stem}.weight"] = objective.weight
            for key_result in objective.key_results:
                numbers = _numbers_of_key_result(key_result)
                found |= {f"{stem}.K{key_result.number}.{k}": v for k, v in numbers.items()}
    for line in submission.check_ins:
        found[f"checkins.{line.number}.value"] = line.value
        found[f"checkins.{line.number}.confidence"] = line.confidence
    return {key: number for key, number in found.items() if number is not None}


def _numbers_of_key_result(key_result: KeyResult) -> Mapping[str, Decimal | None]:
    given = {name: getattr(key_result, name) for name in _GIVEN}
    return given | {name: getattr(key_result, field) for name, field in _SCORES.items()}


def cell_rows(cells: Mapping[str, Cell], numbers: Mapping[str, Decimal]) -> tuple[Row, ...]:
    """Give one row for each cell that is not blank, by key, with the number it was read as."""
    return tuple(
        {
            "key": key,
            "sheet": storable(cell.place.sheet),
            "ref": cell.place.ref,
            "kind": cell.kind.value,
            "raw": storable(cell.raw),
            "format": storable(cell.format),
            "formula": None if cell.formula is None else storable(cell.formula),
            "value": exact(numbers.get(key)),
        }
        for key, cell in sorted(cells.items())
        if not cell.blank
    )


def cell_of(row: Mapping[str, Any]) -> Cell:
    """Give back the cell that a row was made from."""
    return Cell(
        place=Place(row["sheet"], row["ref"]),
        kind=CellKind(row["kind"]),
        raw=row["raw"],
        format=row["format"],
        formula=row["formula"],
    )


def score_rows(submission: Submission, year: YearScore, policies: Policies) -> ScoreRows:
    """Give a sheet's scores as rows: every cycle that has a tab, and the year."""
    sheets = {sheet.cycle: sheet for sheet in submission.cycles}
    objectives: list[Row] = []
    key_results: list[Row] = []
    for score in year.cycles:
        sheet = sheets.get(score.cycle)
        for plan, result in _pairs(sheet, score) if sheet else ():
            objectives.append(_objective_row(score, plan, result))
            key_results += _key_result_rows(score, plan, result)
    cycles = [_cycle_row(score, policies) for score in year.cycles]
    return ScoreRows((*cycles, _year_row(year, policies)), tuple(objectives), tuple(key_results))


def _pairs(sheet: CycleSheet, score: CycleScore) -> Iterator[tuple[Objective, ObjectiveScore]]:
    results = {result.number: result for result in score.objectives}
    for plan in sheet.objectives:
        if plan.number in results:
            yield plan, results[plan.number]


def _cycle_row(score: CycleScore | YearScore, policies: Policies) -> Row:
    band = band_of(score.score, policies_of(score, policies))
    return {
        "cycle": str(score.cycle),
        "state": score.state.value,
        "score": _real(score.score),
        "score_exact": exact(score.score),
        "band": band.value if band else None,
        "scored": None,
        "cycles": None,
        "provisional": None,
    }


def _year_row(year: YearScore, policies: Policies) -> Row:
    own = {"scored": year.scored, "cycles": year.of, "provisional": int(year.provisional)}
    return _cycle_row(year, policies) | own


def _objective_row(score: CycleScore, plan: Objective, result: ObjectiveScore) -> Row:
    return {
        "cycle": str(score.cycle),
        "number": plan.number,
        "text": storable(plan.text),
        "supports": storable(plan.supports),
        "weight_given": exact(plan.weight),
        "weight": _real(result.weight),
        "weight_exact": exact(result.weight),
        "state": result.state.value,
        "score": _real(result.score),
        "score_exact": exact(result.score),
    }


def _key_result_rows(score: CycleScore, plan: Objective, result: ObjectiveScore) -> Iterator[Row]:
    results = {k.number: k for k in result.key_results}
    for key_result in plan.key_results:
        if key_result.number in results:
            place = {"cycle": str(score.cycle), "objective": plan.number}
            yield place | _key_result_row(key_result, results[key_result.number])


def _key_result_row(plan: KeyResult, result: KeyResultScore) -> Row:
    return {
        "number": plan.number,
        "text": storable(plan.text),
        "type": plan.type.value if plan.type else None,
        "unit": storable(plan.unit),
        "owner": storable(plan.owner),
        "weight_given": exact(plan.weight),
        "weight": _real(result.weight),
        "weight_exact": exact(result.weight),
        **{name: exact(getattr(plan, name)) for name in _GIVEN[1:]},
        "raw_exact": exact(result.raw),
        "progress": _real(result.progress),
        "progress_exact": exact(result.progress),
        "self_score": exact(plan.self_score),
        "reviewer_score": exact(plan.reviewer_score),
        "score": _real(result.score),
        "score_exact": exact(result.score),
        "source": result.source.value if result.source else None,
        "status": plan.status.value if plan.status else None,
        "reason": storable(plan.reason),
        "evidence": storable(plan.evidence),
        "depends": storable(plan.depends),
    }
