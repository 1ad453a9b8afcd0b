"""Figures as they may be printed: a number with its decimals, a mean written out, a word.

Each tells whether a text on paper is it. Reckoned from the stored numbers, without okrsheets.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from equality_sheets import shown_score
from expected_plans import same_number

_MOST_PLACES = 4
_NUMBER = re.compile(r"−?[\d,]+(\.\d+)?%?")
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_TERM = re.compile(r"(?:(\d+(?:\.\d+)?)%×)?(\d+\.\d+)")


class Figure(Protocol):
    """Something printed in a way that leaves room: decimals, language, order."""

    def is_printed(self, text: str) -> bool:
        """Tell whether a text is this figure."""


@dataclass(frozen=True)
class Typed:
    """A number of somebody's sheet, printed as it was typed; `beside` are those set alike."""

    number: object
    beside: tuple[object, ...] = ()

    def is_printed(self, text: str) -> bool:
        """Tell whether a text is this number with all its decimals, four at most."""
        if self.number is None:
            return text in ("", "—")
        if not _NUMBER.fullmatch(text) or not same_number(text, self.number):
            return False
        percent = text.endswith("%")
        places = max(_places(one) for one in (self.number, *self.beside))
        printed = len(text.rstrip("%").partition(".")[2])
        return printed == max(places - 2 * percent, 0)


def _places(number: object) -> int:
    exponent = Decimal(str(number or 0)).normalize().as_tuple().exponent
    return min(max(-int(exponent), 0), _MOST_PLACES)


@dataclass(frozen=True)
class Reckoning:
    """A mean as it is written out: every weight and score of it, and what comes out.

    Without `ordered` the terms may stand in any order.
    """

    terms: tuple[tuple[object, object], ...]
    score: object
    ordered: bool = True

    def is_printed(self, text: str) -> bool:
        """Tell whether every number is the stored one, and a pencil comes to the printed score."""
        parts, _, end = text.partition("÷")
        terms = _TERM.findall(parts.partition("=")[2])
        if len(terms) != len(self.terms) or end.partition("=")[2] != shown_score(self.score):
            return False
        known = list(self.terms)
        if not self.ordered:
            terms = sorted(terms, key=lambda term: Decimal(term[1]))
            known = sorted(known, key=lambda term: Decimal(str(term[1])))
        pairs = list(zip(terms, known, strict=True))
        stored = all(_is_term(found, term) for found, term in pairs)
        weights = [Decimal(weight or 1) for (weight, _), _ in pairs]
        total = sum(w * Decimal(s) for w, ((_, s), _) in zip(weights, pairs, strict=True))
        whole = end.partition("=")[0]
        divided = sum(weights)
        said = Decimal(whole.rstrip("%"))
        near = abs(said - divided) <= Decimal("0.05") * len(terms)
        return stored and near and shown_score(total / divided) == shown_score(self.score)


def _is_term(found: tuple[str, str], stored: tuple[object, object]) -> bool:
    weight, score = found
    same = same_number(score, stored[1])
    return same and (not weight or same_number(f"{weight}%", stored[0]))


@dataclass(frozen=True)
class Word:
    """A word in either language."""

    words: tuple[str, ...]

    def is_printed(self, text: str) -> bool:
        """Tell whether it is one of the words."""
        return text in self.words


@dataclass(frozen=True)
class Span:
    """A range's two ends."""

    low: Typed
    high: Typed

    def is_printed(self, text: str) -> bool:
        """Tell whether both ends are printed."""
        low, dash, high = text.partition("–")
        return bool(dash) and self.low.is_printed(low) and self.high.is_printed(high)


@dataclass(frozen=True)
class Said:
    """Numbers as a screen reader says them; a bar that is not drawn says nothing."""

    numbers: tuple[object, ...]

    def is_printed(self, text: str) -> bool:
        """Tell whether each is said whole, or that it is blank."""
        said = text.replace("空白", "blank").split()
        return not said or said == [self._one(number) for number in self.numbers]

    def _one(self, number: object) -> str:
        return "blank" if number is None else f"{Decimal(str(number)).normalize():f}"


@dataclass(frozen=True)
class Course:
    """The scores along the year's line, in any order, among the cycles' names."""

    scores: tuple[str, ...]

    def is_printed(self, text: str) -> bool:
        """Tell whether these are the scores that stand there."""
        found = re.findall(r"\d\.\d\d|—", text)
        return sorted(found) == sorted(filter(None, self.scores))


@dataclass(frozen=True)
class Facts:
    """Who it is, the cycle's days, and when the sheet came, as in English with plain days."""

    english: str

    def is_printed(self, text: str) -> bool:
        """Tell whether these facts are printed in either language."""
        return text in (self.english, self._chinese)

    @property
    def _chinese(self) -> str:
        frozen = re.sub(r"frozen(\S+)", r"\1冻结", self.english)
        version = re.sub(r"version(\d+)", r"第\1版", frozen)
        return re.sub(r"1([A-Z]..)–(\d{4})-(\S+)", _chinese_period, version)


def _chinese_period(found: re.Match[str]) -> str:
    return f"{found[2]}-{MONTHS.index(found[1]) + 1:02}-01至{found[3]}"
