"""The line under a score by which a person can reckon it again with a pencil.

The printed figures are rounded, so as many decimals are printed as are needed for the pencil to
arrive at the printed score. Source: docs/method.md, "From key result to year".
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from okrsheets.display import round_half_up, show_score
from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import KeyResultScore, ObjectiveScore, ObjectiveState

Term = tuple[Fraction | None, Fraction]
_FEWEST = 2
_PLACES = ((2, 1), (3, 2), (4, 3), (6, 5))


def trace_mean(name: str, terms: Sequence[Term], score: Fraction | None, language: Language) -> str:
    """Give the reckoning of a mean: `O1 = (40%×0.80 + 60%×0.70) ÷ 100% = 0.74`.

    Args:
        name: what is reckoned.
        terms: weight and score of everything in the mean; a weight None means a plain mean, and
            equal weights are printed as one.
        score: the exact score; nothing is said where there is none, or only one part.
        language: whose brackets are used.
    """
    if score is None or len(terms) < _FEWEST:
        return ""
    if len({weight for weight, _ in terms}) == 1:
        terms = [(None, part) for _, part in terms]
    places = next((p for p in _PLACES if _arrives(terms, score, p)), _PLACES[-1])
    plain = any(weight is None for weight, _ in terms)
    parts = " + ".join(_term(term, places) for term in terms)
    whole = str(len(terms)) if plain else _percent(sum((_weight(t) for t in terms), Fraction(0)))
    form = N_("{name} = ({parts}) ÷ {whole} = {score}")
    return language.text(form, name=name, parts=parts, whole=whole, score=show_score(score))


def _weight(term: Term) -> Fraction:
    return term[0] if term[0] is not None else Fraction(1)


def _term(term: Term, places: tuple[int, int]) -> str:
    shown = f"{_shown(term[1], places[0]):f}"
    return shown if term[0] is None else f"{_percent(term[0], places[1])}×{shown}"


def _percent(share: Fraction, places: int = 1) -> str:
    text = f"{round_half_up(share * 100, places):f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"


def _shown(score: Fraction, places: int) -> Decimal:
    """Round a score for the line: two decimals at least, more only where they say something."""
    rounded = round_half_up(score, places)
    short = round_half_up(rounded, 2)
    return short if short == rounded else rounded.normalize()


def _arrives(terms: Sequence[Term], score: Fraction, places: tuple[int, int]) -> bool:
    weights = [
        Fraction(1) if w is None else Fraction(round_half_up(w * 100, places[1])) for w, _ in terms
    ]
    scores = [Fraction(_shown(s, places[0])) for _, s in terms]
    total = sum((w * s for w, s in zip(weights, scores, strict=True)), Fraction(0)) / sum(weights)
    return round_half_up(total) == round_half_up(score)


def objective_terms(objective: ObjectiveScore, *, plain: bool, zero: bool = False) -> list[Term]:
    """Give what an objective's score is the mean of: its live key results.

    Args:
        objective: the objective, scored.
        plain: whether it is a plain mean.
        zero: whether a key result without a score counts as 0, by the policy of its closing.
    """
    live = [k for k in objective.key_results if not k.void]
    if zero:
        live = [k if k.score is not None else replace(k, score=Fraction(0)) for k in live]
    return _terms(live, plain=plain)


def cycle_terms(objectives: Sequence[ObjectiveScore]) -> list[Term]:
    """Give what a cycle's score is the mean of: its live objectives."""
    return _terms([o for o in objectives if o.state is not ObjectiveState.VOID], plain=False)


def _terms(parts: Sequence[KeyResultScore | ObjectiveScore], *, plain: bool) -> list[Term]:
    return [(None if plain else p.weight, p.score) for p in parts if p.score is not None]
