"""Example plans by role: the library, how a role is named, and how an example fits a form.

The library is `workbook_templates/role_examples.toml`. An example that is larger than the form is
cut; a cut group gets equal weights, since the given ones would no longer make 100 %.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from typing import Any

from okrsheets.batch.scores import is_employed
from okrsheets.language import LANGUAGES
from okrsheets.layout import Layout
from okrsheets.model import Person
from okrsheets.resources import find_resource
from okrsheets.shape import SheetOptions
from okrsheets.sheets.spec import Content

_FILE = "role_examples.toml"
_ORDER = {"zh": 0, "en": 1}
_NEAR = 0.5
_GIVEN = ("text", "type", "weight", "baseline", "target", "upper", "v30", "v70", "unit")

_Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Role:
    """One role of the library: its code, its titles by language, its objectives as declared."""

    code: str
    titles: Mapping[str, str]
    objectives: tuple[_Line, ...]

    @property
    def key_results(self) -> int:
        """How many key results its objectives have together."""
        return sum(len(objective["key_results"]) for objective in self.objectives)


@dataclass(frozen=True, slots=True)
class Cut:
    """What of an example a form cannot hold."""

    objectives: int = 0
    key_results: int = 0


@cache
def known_roles() -> tuple[Role, ...]:
    """Give every role, in the library's order."""
    text = (find_resource("workbook_templates") / _FILE).read_text(encoding="utf-8")
    declared = tomllib.loads(text, parse_float=Decimal)["roles"]
    return tuple(
        Role(
            role["code"],
            {code: _said(role["name"], code) for code in LANGUAGES},
            tuple(role["objectives"]),
        )
        for role in declared
    )


def _said(text: str | Sequence[str], language: str) -> str:
    return text if isinstance(text, str) else text[_ORDER[language]]


def objectives_of(role: Role, language: str) -> tuple[str, ...]:
    """Give the objectives of a role's example in a language."""
    return tuple(_said(objective["text"], language) for objective in role.objectives)


def find_role(name: str) -> Role | None:
    """Find a role by its code or its title in either language; case and blanks do not count."""
    return _by_name().get(_plain(name))


def near_roles(name: str, language: str) -> tuple[str, ...]:
    """Give the roles with the names nearest to one that is no role's, code and title."""
    near = get_close_matches(_plain(name), _by_name(), n=3, cutoff=_NEAR)
    roles = {_by_name()[plain].code: _by_name()[plain] for plain in near}
    return tuple(f"{code} ({role.titles[language]})" for code, role in roles.items())


@cache
def _by_name() -> Mapping[str, Role]:
    return {
        _plain(name): role
        for role in reversed(known_roles())
        for name in (*role.titles.values(), role.code)
    }


def _plain(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())


@dataclass(frozen=True, slots=True)
class ExampleContent:
    """A role's example plan in one cycle's tab of everybody's sheet.

    Attributes:
        role: whose example.
        cycles: the cycles that it may stand in, in order, each with its first and last day.
    """

    role: Role
    cycles: Mapping[str, tuple[date, date]]

    def tab_of(self, person: Person) -> str:
        """Give the first of the cycles in which the person is employed; else the first."""
        here = (tab for tab, days in self.cycles.items() if is_employed(person, *days))
        return next(here, next(iter(self.cycles)))

    def shape(self, person: Person, options: SheetOptions) -> SheetOptions:
        """Give everybody's shape: an example is cut, the form does not grow."""
        del person
        return options

    def content(self, person: Person, layout: Layout) -> Mapping[str, Content]:
        """Give the example in the layout's language, as far as the form holds it."""
        return dict(_cells(self.role, self.tab_of(person), layout))


def cut_of(role: Role, options: SheetOptions) -> Cut:
    """Tell what of a role's example does not fit a form of this shape."""
    kept = _fitting(role, options)
    shown = sum(len(key_results) for _, key_results in kept)
    return Cut(len(role.objectives) - len(kept), role.key_results - shown)


def _fitting(role: Role, options: SheetOptions) -> list[tuple[_Line, list[_Line]]]:
    gone = options.types_left_out()
    fitting = []
    for objective in role.objectives[: options.objectives]:
        possible = [line for line in objective["key_results"] if line["type"] not in gone]
        fitting.append((objective, possible[: options.key_results]))
    return [(objective, lines) for objective, lines in fitting if lines]


def _cells(role: Role, tab: str, layout: Layout) -> Iterator[tuple[str, Content]]:
    kept = _fitting(role, layout.options)
    whole = len(kept) == len(role.objectives)
    for number, (objective, key_results) in enumerate(kept, 1):
        prefix = f"{tab}.O{number}."
        yield from _line(objective, prefix, layout, weighted=whole)
        weighted = len(key_results) == len(objective["key_results"])
        for position, key_result in enumerate(key_results, 1):
            yield from _line(key_result, f"{prefix}K{position}.", layout, weighted=weighted)


def _line(
    line: _Line, prefix: str, layout: Layout, *, weighted: bool
) -> Iterator[tuple[str, Content]]:
    for name in _GIVEN:
        key = f"{prefix}{name}"
        if name in line and key in layout.fields and (weighted or name != "weight"):
            yield key, _value(line[name], name, layout)


def _value(value: object, name: str, layout: Layout) -> Content:
    if name == "type":
        return layout.choices["type"][str(value)]
    if isinstance(value, (int, Decimal)):
        return Decimal(value)
    return _said(value, layout.language)  # type: ignore[arg-type] # a text or a pair of texts
