"""How numbers and findings are shown: one place, so that page, sheet and store always agree.

Scores stay exact until here. Two decimals, half up, and a band is decided on what is displayed.
Source: docs/method.md, "Arithmetic".
"""

from decimal import Context, Decimal, InvalidOperation
from fractions import Fraction

from okrsheets.cells import Cell, CellKind
from okrsheets.errors import N_, Line
from okrsheets.findings import Finding
from okrsheets.findings.catalogue import CATALOGUE
from okrsheets.language import Language
from okrsheets.model import Band, Policies

_LONGEST_VALUE = 40
_DIGITS = Context(prec=15)
"""As many as spreadsheet programs show: 0.70000000000000007 is 0.7 to people."""
_LARGEST = 30
_SENTENCES = N_("{message} {expected} {action}")
_SENTENCES_STOPPED = N_("{message}. {expected} {action}")
_STOPS = tuple(".?!…。？！")


def round_half_up(number: Fraction | Decimal, places: int = 2) -> Decimal:
    """Round an exact number half up (away from zero on a tie) to `places` decimals."""
    top, bottom = number.as_integer_ratio()
    whole = (2 * abs(top) * 10**places + bottom) // (2 * bottom)
    rounded = Decimal(whole).scaleb(-places)
    return -rounded if top < 0 and whole else rounded


def show_score(score: Fraction | Decimal | None) -> str:
    """Give a score as printed: `0.68`; an empty text where there is none."""
    return "" if score is None else f"{round_half_up(score):.2f}"


def show_percent(share: Fraction | Decimal | None) -> str:
    """Give a share as printed: `33 %` is written `33%`, one decimal only where it needs one."""
    if share is None:
        return ""
    rounded = round_half_up(Fraction(share) * 100, 1)
    return f"{rounded.normalize():f}%"


def band_of(score: Fraction | Decimal | None, policies: Policies) -> Band | None:
    """Give the band of a score, decided on its displayed two decimals; None for no score."""
    if score is None:
        return None
    shown = round_half_up(score)
    reached = sum(shown >= edge for edge in policies.band_edges)
    return tuple(Band)[reached]


def shown_cell(cell: Cell | None) -> str:
    """Give a cell's value as people see it on the sheet; "" for a blank one."""
    if cell is None or cell.blank:
        return ""
    number = _number(cell.raw) if cell.kind is CellKind.NUMBER else None
    if number is None:
        return cell.raw
    if "%" in cell.format:
        return show_percent(number)
    return f"{_DIGITS.plus(number).normalize():f}"


def _number(raw: str) -> Decimal | None:
    try:
        number = Decimal(raw.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < _LARGEST else None


def cut(value: str, longest: int = _LONGEST_VALUE) -> str:
    """Shorten a value for a message and make its control characters visible."""
    safe = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in value)
    return safe if len(safe) <= longest else safe[: longest - 1] + "…"


def show_finding(finding: Finding, language: Language) -> tuple[str, str, str]:
    """Give a finding's three sentences: what is wrong, what is expected, what to do."""
    message, expected, action = map(language.line, _sentences(finding))
    return ended(message, language), ended(expected, language), ended(action, language)


def ended(sentence: str, language: Language) -> str:
    """Give a sentence with its full stop, so that the next one may follow it."""
    if _is_ended(sentence):
        return sentence
    return sentence + ("。" if language.code == "zh" else ".")


def _is_ended(sentence: str) -> bool:
    return not sentence or sentence.rstrip("”’\"'）)")[-1:] in _STOPS


def _sentences(finding: Finding) -> tuple[Line, Line, Line]:
    entry = CATALOGUE[finding.code]
    fields = {"value": cut(finding.value), **finding.fields}
    fields = {key: _shown(v) for key, v in fields.items()}
    return Line(entry.message, fields), Line(entry.expected, fields), Line(entry.action, fields)


def _shown(value: object) -> object:
    """Cut a text; name every item of a list, each cut by itself."""
    if isinstance(value, list | tuple):
        return tuple(item if isinstance(item, Line) else cut(str(item)) for item in value)
    return cut(value) if isinstance(value, str) else value


def finding_line(finding: Finding) -> Line:
    """Give a finding as a line to be translated later: `Sheet!A1 — CODE wrong. Expected. Do.`."""
    message, expected, action = _sentences(finding)
    fields = {
        "message": message,
        "expected": expected,
        "action": action,
    }
    start = f"{finding.place} — " if finding.place else ""
    template = _SENTENCES if _is_ended(message.template) else _SENTENCES_STOPPED
    sentences = Line(template, fields)
    return Line(
        "{start}{code} {sentences}", {"start": start, "code": finding.code, "sentences": sentences}
    )


def show_finding_line(file: str, finding: Finding, language: Language) -> str:
    """Give the one line people read: `file › Sheet!A1 — CODE wrong. Expected. Do.`."""
    message, expected, action = show_finding(finding, language)
    sentences = Line(_SENTENCES, {"message": message, "expected": expected, "action": action})
    place = f" › {finding.place}" if finding.place else ""
    return f"{cut(file, 200)}{place} — {finding.code} {language.line(sentences).strip()}"
