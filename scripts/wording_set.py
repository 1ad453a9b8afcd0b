"""The labelled texts of tests/wording, and how well the rules agree with them.

A file has two parts, `tune` (which the word lists were made with) and `held_out` (which they were
not), each with `objectives` and `key_results`. An entry is a text, the codes that a careful human
gives it (blanks between; "" for none) and, where the rules ask for more than the text, a table:
`type`, `baseline`, `target`, `upper` and `cycle`. `cycle` at the top holds where no other is named.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from okrsheets.model import Cycle, KeyResult, KeyResultType, Objective
from okrsheets.periods import cycle_dates
from okrsheets.wording import codes_of
from okrsheets.wording.case import Period, WordingCase, language_of

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "wording"
PARTS = ("tune", "held_out")
KINDS = ("objectives", "key_results")
_FIGURES = ("baseline", "target", "upper")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One text with the codes a human gave it."""

    case: WordingCase
    codes: frozenset[str]
    part: str
    kind: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often a rule spoke rightly, wrongly, and kept silent where it should have spoken."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float | None:
        """The share of what the rule said that is right; None where it said nothing."""
        said = self.right + self.wrong
        return self.right / said if said else None

    @property
    def recall(self) -> float | None:
        """The share of what it should have said that it said; None where that is nothing."""
        asked = self.right + self.missed
        return self.right / asked if asked else None


@cache
def read_set(language: str) -> tuple[Labelled, ...]:
    """Read a language's labelled texts, in their order."""
    book = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return tuple(
        _labelled(entry, part=part, kind=kind, cycle=book["cycle"])
        for part in PARTS
        for kind in KINDS
        for entry in book[part][kind]
    )


def agreement(language: str, code: str, part: str) -> Agreement:
    """Hold one rule against one part of a language's texts."""
    right = wrong = missed = 0
    for labelled, found in judged(language):
        if labelled.part == part:
            right += code in found and code in labelled.codes
            wrong += code in found and code not in labelled.codes
            missed += code not in found and code in labelled.codes
    return Agreement(right, wrong, missed)


@cache
def judged(language: str) -> tuple[tuple[Labelled, frozenset[str]], ...]:
    """Give every labelled text of a language with the codes that the rules give it."""
    return tuple((labelled, frozenset(codes_of(labelled.case))) for labelled in read_set(language))


def differences(language: str, part: str) -> Iterator[str]:
    """Yield a line for each text about which human and rules differ, for the making of lists."""
    for labelled, found in judged(language):
        if labelled.part == part and found != labelled.codes:
            more, less = sorted(found - labelled.codes), sorted(labelled.codes - found)
            yield f"too much {more} missing {less}: {labelled.case.text}"


def _labelled(entry: list[Any], *, part: str, kind: str, cycle: str) -> Labelled:
    text, codes, *rest = entry
    more: dict[str, Any] = rest[0] if rest else {}
    named = Cycle.parse(more.get("cycle", cycle))
    period = Period(named, *cycle_dates(named))
    if kind == "objectives":
        case = WordingCase(text, language_of(text), period, Objective(1, text))
    else:
        figures: dict[str, Any] = {n: Decimal(more[n]) for n in _FIGURES if n in more}
        chosen = KeyResultType(more["type"]) if "type" in more else None
        key_result = KeyResult(1, text, type=chosen, **figures)
        objective = Objective(1, "The objective above")
        case = WordingCase(text, language_of(text), period, objective, key_result, (key_result,))
    return Labelled(case, frozenset(codes.split()), part, kind)


if __name__ == "__main__":
    import sys

    for line in differences(*sys.argv[1:3]):
        sys.stdout.write(f"{line}\n")
