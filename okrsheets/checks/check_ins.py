"""K8: the lines of the check-ins. Never an error: no score is lost over a diary."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches

from okrsheets.checks.cases import Fault
from okrsheets.layout import key_result_label
from okrsheets.model import CheckIn, Cycle, KeyResultPlace, Submission
from okrsheets.periods import cycle_dates

_NEAR = 0.6


@dataclass(frozen=True, slots=True)
class CheckInCase:
    """One line, with the sheet that it stands in; `fiscal_start` is a month."""

    line: CheckIn
    submission: Submission
    fiscal_start: int

    def fault(self, column: str, **fields: object) -> Fault:
        """Give a fault in one of the line's fields."""
        value = self.line.label if column == "key_result" else ""
        key = f"checkins.{self.line.number}.{column}"
        return Fault((key,), value, {"number": self.line.number, **fields})


def cases_of(submission: Submission, fiscal_start: int) -> Iterator[CheckInCase]:
    """Yield one case a line, in the order of the sheet."""
    for line in submission.check_ins:
        yield CheckInCase(line, submission, fiscal_start)


def check_date(case: CheckInCase) -> Iterator[Fault]:
    """Every line has its day."""
    if case.line.day is None:
        yield replace(case.fault("date"), missing=True)


def check_key_result(case: CheckInCase) -> Iterator[Fault]:
    """Every line has its key result."""
    if not case.line.label:
        yield replace(case.fault("key_result"), missing=True)


def check_label(case: CheckInCase) -> Iterator[Fault]:
    """A label that names nothing, and is like nothing either."""
    if _names_nothing(case) and not _nearest(case):
        yield case.fault("key_result")


def check_near_label(case: CheckInCase) -> Iterator[Fault]:
    """A label that names nothing, but is like one of the sheet's."""
    near = _nearest(case) if _names_nothing(case) else ""
    if near:
        yield case.fault("key_result", near=near)


def _names_nothing(case: CheckInCase) -> bool:
    return bool(case.line.label) and case.line.key_result is None


def _nearest(case: CheckInCase) -> str:
    """Give the label of the key result that the line's is most like, by label or by text."""
    labels: dict[str, str] = {}
    for sheet in case.submission.cycles:
        for objective in sheet.objectives:
            for key_result in objective.key_results:
                place = KeyResultPlace(sheet.cycle.tab, objective.number, key_result.number)
                label = key_result_label(str(place), key_result.text)
                labels.setdefault(label.casefold(), label)
                labels.setdefault(key_result.text.casefold(), label)
    near = get_close_matches(case.line.label.casefold(), labels, n=1, cutoff=_NEAR)
    return labels[near[0]] if near else ""


def check_within_cycle(case: CheckInCase) -> Iterator[Fault]:
    """The day lies within the cycle of the key result."""
    line = case.line
    if line.day is None or line.key_result is None:
        return
    cycle = Cycle.parse(f"{case.submission.identity.year}{line.key_result.tab}")
    first, last = cycle_dates(cycle, case.fiscal_start)
    if not first <= line.day <= last:
        days = {"first": f"{first}", "last": f"{last}", "date": f"{line.day}"}
        yield case.fault("date", cycle=line.key_result.tab, **days)
