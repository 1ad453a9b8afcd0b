"""Read the samples' source (`samples/content/*.toml`) as roster lines and as cells to type.

A text is one string for both languages or a pair, Chinese and English. Numbers are the same in
both. Every name of a field is the score sheet's own.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from okrsheets.language import Language
from okrsheets.layout import FieldRule, Layout
from okrsheets.model import Kind, Person

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
CONTENT = SAMPLES / "content"
_PLACES = {"zh": 0, "en": 1}
_DOMAIN = "elmwater.example"

Value = str | Decimal | date


def _read(name: str) -> dict[str, Any]:
    text = (CONTENT / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text, parse_float=Decimal)


def in_language(value: Any, code: str) -> Any:  # noqa: ANN401 - a parsed TOML value
    """Give the one string of a pair that belongs to the language."""
    return value[_PLACES[code]] if isinstance(value, list) else value


def read_organisation(code: str) -> tuple[str, int]:
    """Give the organisation's name and year."""
    roster = _read("roster")
    return in_language(roster["organisation"], code), roster["year"]


def read_people(code: str) -> tuple[Person, ...]:
    """Give the roster, in its order."""
    roster = _read("roster")
    paths = {
        d["id"]: tuple(in_language(step, code) for step in d["path"]) for d in roster["departments"]
    }
    return tuple(_person(row, paths, code) for row in roster["rows"])


def _person(row: Mapping[str, Any], paths: Mapping[str, tuple[str, ...]], code: str) -> Person:
    kind = Kind(row.get("kind", "person"))
    return Person(
        id=row["id"],
        name=in_language(row["name"], code),
        department=paths.get(row.get("department", ""), ()),
        title=in_language(row["title"], code),
        manager=row.get("manager", ""),
        email=f"{row['id']}@{_DOMAIN}" if kind is Kind.PERSON else "",
        joined=row.get("joined"),
        left=row.get("left"),
        kind=kind,
    )


def people_with_content() -> frozenset[str]:
    """Give the ids of those who returned a sheet."""
    return frozenset(file.stem for file in CONTENT.glob("*.toml")) - {"roster"}


def read_cells(person: str, layout: Layout, language: Language) -> dict[str, Value]:
    """Give what the person typed: field key → value, choices as the sheet's words."""
    cells: dict[str, Value] = {}
    for key, value in _fields(_read(person)):
        rule = layout.fields[key].rule
        typed = _typed(in_language(value, language.code), rule, layout)
        if typed != "":
            cells[key] = typed
    return cells


def _typed(value: Any, rule: FieldRule, layout: Layout) -> Value:  # noqa: ANN401 - a parsed TOML value
    if not isinstance(value, str):
        return value if isinstance(value, date) else Decimal(value)
    if rule.kind == "date":
        return date.fromisoformat(value)
    if rule.kind in ("choice", "actual"):
        return layout.choices[rule.choice or "yesno"].get(value, value)
    return value


def _fields(content: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for tab, page in content.items():
        if tab == "annual":
            yield from ((f"annual.review.{name}", text) for name, text in page.items())
        else:
            yield from ((f"{tab}.{key}", value) for key, value in _cycle_fields(page))


def _cycle_fields(page: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for o, objective in enumerate(page.get("objectives", ()), start=1):
        for name, value in objective.items():
            if name != "key_results":
                yield f"O{o}.{name}", value
        for k, key_result in enumerate(objective["key_results"], start=1):
            yield from ((f"O{o}.K{k}.{name}", value) for name, value in key_result.items())
    if "excused" in page:
        yield "excused", page["excused"]
        yield "excused.reason", page["excused_reason"]
    yield from ((f"review.{name}", text) for name, text in page.get("review", {}).items())
    for number, line in enumerate(page.get("plan", ()), start=1):
        yield from ((f"plan.{number}.{name}", value) for name, value in line.items())
