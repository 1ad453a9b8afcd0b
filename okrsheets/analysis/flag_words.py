"""A calibration flag in words, with its figure and its threshold: a question, never a verdict."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from okrsheets.analysis.calibration import FEWEST, Flag, FlagCode
from okrsheets.display import round_half_up, show_percent, show_score
from okrsheets.errors import N_
from okrsheets.language import Language

_NONE = "–"
FLAG_WORDS: Mapping[FlagCode, str] = MappingProxyType(
    {
        FlagCode.ALL_AT_TOP: N_(
            "everybody at {at} ({n} people): a sign of low targets; 0.6 to 0.7 is the best average"
        ),
        FlagCode.HEAPED: N_(
            "{share} of {n} people at exactly {at}; flagged from {limit_share}: "
            "measured, or agreed on?"
        ),
        FlagCode.NO_SPREAD: N_(
            "standard deviation {figure} among {n} people; flagged below {limit}: does the score "
            "tell people's results apart?"
        ),
        FlagCode.FAR_FROM_COMPANY: N_(
            "mean {signed} from the company's ({n} people); flagged beyond {limit}: other results, "
            "or other measures?"
        ),
        FlagCode.SELF_ABOVE: N_(
            "self scores {figure} above the reviewer's on average ({n} key results); flagged "
            "beyond {limit}"
        ),
        FlagCode.SELF_BELOW: N_(
            "self scores {figure} below the reviewer's on average ({n} key results); flagged "
            "beyond {limit}"
        ),
        FlagCode.ALWAYS_UP: N_(
            "all {n} scores typed more than {limit} from the computed one lie above it, {figure} "
            "on average; flagged from {fewest}"
        ),
        FlagCode.ALWAYS_DOWN: N_(
            "all {n} scores typed more than {limit} from the computed one lie below it, {figure} "
            "on average; flagged from {fewest}"
        ),
    }
)


def show_three(number: Decimal | None) -> str:
    """Give a number in three decimals; a dash where there is none."""
    return _NONE if number is None else f"{round_half_up(number, 3)}"


def show_signed(number: Fraction | None) -> str:
    """Give a difference with its sign, in two decimals; a dash where there is none."""
    if number is None:
        return _NONE
    rounded = round_half_up(number)
    return f"{rounded:+.2f}".replace("-", "−") if rounded else "0.00"


def said(flag: Flag, speech: Language) -> str:
    """Give a flag in words, with its figure and its threshold."""
    fields: dict[str, object] = {
        "figure": show_three(Decimal(round_half_up(abs(flag.figure), 3))),
        "signed": show_signed(flag.figure),
        "share": show_percent(flag.figure),
        "limit": show_score(flag.threshold),
        "limit_share": show_percent(flag.threshold),
        "n": flag.n,
        "at": flag.at,
        "fewest": FEWEST,
    }
    return speech.text(FLAG_WORDS[flag.code], **fields)
