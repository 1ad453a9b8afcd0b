"""Whether a key result holds several things."""

import re
from functools import lru_cache

from okrsheets.wording.figures import find_figure
from okrsheets.wording.words import find_word

_REMEMBERED = 2**16
_ASIDE = re.compile(r"[（(][^（）()]{0,200}[）)]|(?<=.{8})[：:].*")
_CLAUSES = {
    "zh": re.compile(r"[，,；;。、\n]|并且|同时|以及|并(?!购|发|行)|且"),
    "en": re.compile(r"[,;\n](?!\d)|\.\s|\band\b", re.IGNORECASE),
}


def main_part(text: str) -> str:
    """Give a text without its asides: what stands in brackets, and the remark after a colon."""
    return _ASIDE.sub(" ", text)


@lru_cache(maxsize=_REMEMBERED)
def find_second_thing(language: str, text: str) -> str:
    """Give the clause that holds a second thing to reach; "" where there is one thing only."""
    clauses = _CLAUSES[language].split(main_part(text))
    things = [c.strip() for c in clauses if _is_thing(language, c)]
    return things[1] if len(things) > 1 else ""


def _is_thing(language: str, clause: str) -> bool:
    """A thing to reach says that something changes, and to which figure."""
    if not find_word(language, "change", clause):
        return False
    return bool(find_figure(language, clause) or find_word(language, "placeholder", clause))
