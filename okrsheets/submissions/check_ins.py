"""Reads the tab of the check-ins: its lines, and the four-square of the week.

A line is never a reason to refuse the sheet: its findings are warnings at the most, so that no
score is lost over a diary. Source: docs/method.md, "Check-ins".
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from okrsheets.cells import CellKind
from okrsheets.findings import Finding, Severity
from okrsheets.findings.catalogue import severity_of
from okrsheets.layout import FOUR_LINES
from okrsheets.model import (
    CheckIn,
    CycleSheet,
    FourSquare,
    HealthMeasure,
    KeyResult,
    KeyResultPlace,
    KeyResultType,
    Status,
)
from okrsheets.periods import cycle_dates
from okrsheets.submissions.fields import FieldReader
from okrsheets.submissions.numbers import MISSING_WORDS, normalised, read_number

_LINE = re.compile(r"checkins\.(\d+)\.")
_FIELDS = ("date", "key_result", "value", "confidence", "status", "note")
_CODE = re.compile(
    r"(?:\d{4})?(?:(?P<kind>[QM])0?(?P<cycle>\d{1,2})[\s.·:：-]*)?"
    r"O?(?P<objective>\d)\s*[.．。-]\s*(?:KR?)?\s*(?P<number>\d)(?!\d)",
    re.IGNORECASE,
)
KeyResults = Mapping[KeyResultPlace, KeyResult]


def softened(finding: Finding) -> Finding:
    """Give a finding of this tab as a warning where it would be an error."""
    error = severity_of(finding) is Severity.ERROR
    return replace(finding, severity=Severity.WARNING) if error else finding


def build_check_ins(
    reader: FieldReader, cycles: Sequence[CycleSheet], fiscal_start: int
) -> tuple[CheckIn, ...]:
    """Read the lines that hold anything, in the order of the sheet."""
    lines = {int(m[1]) for m in map(_LINE.match, reader.keys()) if m}
    if not lines:
        return ()
    known = {
        KeyResultPlace(sheet.cycle.tab, objective.number, key_result.number): key_result
        for sheet in cycles
        for objective in sheet.objectives
        for key_result in objective.key_results
    }
    spans = {sheet.cycle.tab: cycle_dates(sheet.cycle, fiscal_start) for sheet in cycles}
    found = (_check_in(reader, number, known, spans) for number in sorted(lines))
    return tuple(line for line in found if line is not None)


def _check_in(
    reader: FieldReader, number: int, known: KeyResults, spans: Mapping[str, tuple[date, date]]
) -> CheckIn | None:
    keys = {name: f"checkins.{number}.{name}" for name in _FIELDS}
    if not any(reader.has_entry(key) for key in keys.values()):
        return None
    day, label = reader.day(keys["date"]), _label(reader, keys["key_result"])
    place = _place(label, day, spans)
    key_result = known.get(place) if place else None
    status = reader.choice(keys["status"], "status")
    return CheckIn(
        number=number,
        day=day,
        key_result=place if key_result else None,
        label=label,
        value=_value(reader, keys["value"], key_result),
        confidence=reader.share(keys["confidence"]),
        status=Status(status) if status else None,
        note=reader.words(keys["note"]),
    )


def _label(reader: FieldReader, key: str) -> str:
    """Give the text that names a key result; a stored 1.2 may be 1.2000000000000002."""
    cell, text = reader.filled(key), reader.words(key)
    if cell is not None and cell.kind is CellKind.NUMBER:
        number = read_number(cell).value
        return text if number is None else f"{number:f}"
    return "" if normalised(text).casefold() in MISSING_WORDS else text


def _place(
    label: str, day: date | None, spans: Mapping[str, tuple[date, date]]
) -> KeyResultPlace | None:
    """Tell which key result a label names by the code in front; its text may have changed since."""
    match = _CODE.match(normalised(label))
    if match is None:
        return None
    if match["cycle"]:
        number = int(match["cycle"])
        tab = f"Q{number}" if match["kind"].upper() == "Q" else f"M{number:02}"
    else:
        tab = next((t for t, (a, b) in spans.items() if day and a <= day <= b), "")
    return KeyResultPlace(tab, int(match["objective"]), int(match["number"])) if tab else None


def label_words(label: str) -> str:
    """Give what a label says behind its code: `Satisfaction` of `Q3 1.2 Satisfaction`."""
    plain = normalised(label)
    match = _CODE.match(plain)
    return plain[match.end() :].strip() if match else ""


def _value(reader: FieldReader, key: str, key_result: KeyResult | None) -> Decimal | None:
    """Read a value: yes or no where the key result's type asks for it, a number elsewhere."""
    kind = key_result.type if key_result else None
    if kind is KeyResultType.YESNO or (kind is None and reader.says_yes_or_no(key)):
        return reader.yes_no(key)
    return reader.number(key)


def build_four_square(reader: FieldReader, cycles: Sequence[str]) -> FourSquare:
    """Read the four-square of the week; `cycles` are the tabs that may be chosen."""
    lines = range(1, FOUR_LINES + 1)
    must = [reader.words(f"checkins.four.must.{n}") for n in lines]
    following = [reader.words(f"checkins.four.next.{n}") for n in lines]
    health = [_health(reader, f"checkins.four.health.{n}") for n in lines]
    return FourSquare(
        cycle=_cycle(reader, "checkins.four.cycle", cycles),
        must=tuple(text for text in must if text),
        next=tuple(text for text in following if text),
        health=tuple(measure for measure in health if measure.text),
    )


def _health(reader: FieldReader, key: str) -> HealthMeasure:
    status = reader.choice(f"{key}.status", "status")
    return HealthMeasure(reader.words(key), Status(status) if status else None)


def _cycle(reader: FieldReader, key: str, cycles: Sequence[str]) -> str:
    chosen = normalised(reader.words(key)).upper()
    if not chosen or chosen in cycles:
        return chosen
    reader.report("S241", key, words=tuple(cycles), near="")
    return ""
