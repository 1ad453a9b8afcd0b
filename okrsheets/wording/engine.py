"""Runs every wording rule over the texts of a submission."""

from collections.abc import Collection, Iterator, Mapping

from okrsheets.findings import Finding
from okrsheets.model import CycleSheet, Status, Submission
from okrsheets.periods import cycle_dates
from okrsheets.wording.case import Match, Period, WordingCase, language_of
from okrsheets.wording.rules import KEY_RESULT_RULES, OBJECTIVE_RULES, SAID_BY


def check_wording(
    submission: Submission,
    *,
    off: Collection[str] = (),
    closed: Collection[str] = (),
    fiscal_start: int = 1,
) -> tuple[Finding, ...]:
    """Give every finding about the wording of a sheet, cycle by cycle.

    Excused and closed cycles are passed over, and void key results.

    Args:
        submission: the sheet as read; its cells give the addresses.
        off: codes of the rules that are switched off.
        closed: tabs of the cycles whose scores are locked (`Q1`).
        fiscal_start: the month in which the year begins.
    """
    found: list[Finding] = []
    for sheet in submission.cycles:
        if sheet.excused or sheet.cycle.tab in closed:
            continue
        period = Period(sheet.cycle, *cycle_dates(sheet.cycle, fiscal_start), fiscal_start)
        for name, case in _cases(sheet, period):
            for code, match in codes_of(case, off).items():
                found.append(_finding(submission, f"{sheet.cycle.tab}.{name}", code, match))
    return tuple(found)


def codes_of(case: WordingCase, off: Collection[str] = ()) -> Mapping[str, Match]:
    """Give the codes of the rules that a text breaks, with what each found."""
    rules = KEY_RESULT_RULES if case.key_result else OBJECTIVE_RULES
    found = {
        code: match for code, rule in rules.items() if code not in off and (match := rule(case))
    }
    return {
        code: match
        for code, match in found.items()
        if not any(other in found for other in SAID_BY.get(code, ()))
    }


def _cases(sheet: CycleSheet, period: Period) -> Iterator[tuple[str, WordingCase]]:
    """Yield each text of a cycle with its name, `O1` or `O1.K2`."""
    live = tuple(k for o in sheet.objectives for k in o.key_results if k.status is not Status.VOID)
    for objective in sheet.objectives:
        name, text = f"O{objective.number}", objective.text
        yield name, WordingCase(text, language_of(text), period, objective, None, live)
        for k in objective.key_results:
            if k.status is not Status.VOID:
                case = WordingCase(k.text, language_of(k.text), period, objective, k, live)
                yield f"{name}.K{k.number}", case


def _finding(submission: Submission, key: str, code: str, match: Match) -> Finding:
    field = f"{key}.{match.column}"
    cell = submission.cells.get(field)
    return Finding(
        code=code,
        place=cell.place if cell else None,
        key=field,
        value=match.words,
        fields={"name": key.partition(".")[2], **match.fields},
    )
