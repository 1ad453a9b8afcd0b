"""What a wording rule is given, an objective's or a key result's text, and what it hands back."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from okrsheets.model import Cycle, KeyResult, Objective

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LATIN = re.compile(r"(?<![A-Za-z])[a-z]{2,}(?![A-Za-z])")
_SMALL = re.compile(
    r"\b(?:an|and|are|as|at|by|each|every|for|from|in|is|of|on|or|our|per|than|that|the|their|this|"
    r"to|under|until|with)\b"
)


@dataclass(frozen=True, slots=True)
class Period:
    """The cycle that a text is of, with its first and last day; `fiscal_start` is a month."""

    cycle: Cycle
    first: date
    last: date
    fiscal_start: int = 1

    def fields(self) -> Mapping[str, object]:
        """Give what the sentences about a period need."""
        return {"cycle": str(self.cycle), "first": f"{self.first}", "last": f"{self.last}"}


@dataclass(frozen=True, slots=True)
class WordingCase:
    """One text with what stands around it; of an objective where `key_result` is None.

    `language` is that of the text, whatever the sheet's. `others` are the live key results of the
    whole cycle, in the order of the sheet, this one among them.
    """

    text: str
    language: str
    period: Period
    objective: Objective
    key_result: KeyResult | None = None
    others: tuple[KeyResult, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """What a rule found: the words of the text that it is about, and what its sentences need.

    `column` is the field that the finding stands in.
    """

    words: str = ""
    fields: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    column: str = "text"


Rule = Callable[[WordingCase], Match | None]


def language_of(text: str) -> str:
    """Give `zh` or `en`: by its sentence, not by the names that stand in it.

    English with a Chinese name (`visit customers in 上海`) has small words such as `in`, and more
    words of its own than Chinese ones; a Chinese word has about two characters. Chinese with
    English terms (`优化 machine learning 平台`) has no small words.
    """
    han = len(_HAN.findall(text))
    words = _LATIN.findall(text) if han else []
    return "en" if not han or (2 * len(words) > han and _SMALL.search(text)) else "zh"


def length_of(language: str, text: str) -> int:
    """Give a text's length as the language counts: characters in Chinese, else words."""
    words = text.split()
    return len("".join(words)) if language == "zh" else len(words)
