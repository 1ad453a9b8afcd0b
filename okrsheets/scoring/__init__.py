"""Scoring: from a filled score sheet to exact scores, with where each came from.

Takes the frozen records of `okrsheets.model` and hands on their scores as `Fraction`; rounds
nothing, reads nothing, writes nothing, raises nothing. Faults in the figures leave a score
missing, never 0; `okrsheets.checks` says what is wrong. Source: docs/method.md.
"""

from okrsheets.scoring.cycles import empty_cycle, score_cycle, settle_cycle
from okrsheets.scoring.weights import effective_weights
from okrsheets.scoring.years import score_year

__all__ = ["effective_weights", "empty_cycle", "score_cycle", "score_year", "settle_cycle"]
