"""The two languages: every text is written in English and looked up in a gettext catalogue.

The catalogues are compiled from the `.po` files of `okrsheets/locale/<language>/` by
`scripts/catalogues.py`, one file a room, joined to one `okrsheets.mo`. English is the source and
needs no catalogue.
"""

import gettext
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from okrsheets.errors import N_, Line, OkrSheetsError, UsageError
from okrsheets.resources import find_resource

LANGUAGES = ("en", "zh")


@dataclass(frozen=True)
class Language:
    """One language's catalogue. `code` is `en` or `zh`."""

    code: str
    catalogue: gettext.NullTranslations

    def text(self, message: str, /, **fields: object) -> str:
        """Translate `message` and fill in its `{name}` fields; unchanged where it has none."""
        translated = self.catalogue.gettext(message) if message else ""
        return translated.format(**fields) if fields else translated

    def line(self, line: Line) -> str:
        """Translate a sentence that was put together earlier, and the sentences inside it."""
        fields = {name: self._filled(value) for name, value in line.fields.items()}
        return self.text(line.template, **fields)

    def _filled(self, value: object) -> object:
        if isinstance(value, tuple):
            return self.listed(map(self._filled, value))
        return self.line(value) if isinstance(value, Line) else value

    def listed(self, words: Iterable[object]) -> str:
        """Join the words of a list as the language does: `a, b` or `a、b`."""
        return self.text(", ").join(map(str, words))

    def error(self, error: OkrSheetsError) -> str:
        """Give a stop in words: its sentence and, indented, one line for each detail."""
        lines = (Line(error.template, error.fields), *error.details)
        return "\n  ".join(self.line(line) for line in lines)

    def word(self, context: str, message: str, /) -> str:
        """Translate a short word that needs its context to be understood (gettext's pgettext)."""
        return self.catalogue.pgettext(context, message)

    def count(self, one: str, many: str, number: int, /, **fields: object) -> str:
        """Translate a text that depends on a number; `{number}` is filled in."""
        return self.catalogue.ngettext(one, many, number).format(number=number, **fields)


@cache
def load_language(code: str) -> Language:
    """Give the language `en` or `zh`.

    Raises:
        UsageError: no such language.
    """
    if code not in LANGUAGES:
        raise UsageError(N_("there is no language “{code}”: okrsheets speaks en and zh"), code=code)
    if code == "en":
        return Language(code, gettext.NullTranslations())
    return Language(code, gettext.translation("okrsheets", find_resource("locale"), [code]))


class _OnPaper(gettext.NullTranslations):
    """English as it is set: the apostrophes of our own words are typographic ones."""

    def gettext(self, message: str) -> str:
        return message.replace("'", "’")

    def pgettext(self, context: str, message: str) -> str:
        del context
        return self.gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@cache
def load_printed(code: str) -> Language:
    """Give a language for paper and web pages; what is filled into its texts stays as it is typed.

    Raises:
        UsageError: no such language.
    """
    return Language(code, _OnPaper()) if code == "en" else load_language(code)
