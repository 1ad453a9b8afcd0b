"""Whether a personal report's talk has a page to spread on: review, plan and signatures.

A report that may be one sheet of paper is set close. One that needs a second page anyway gives the
talk its room, and more lines to write on. The heights are rough, in points of A4 (the sample's
reports come within 25); a wrong guess costs looks, never words.
"""

from collections.abc import Iterable
from math import ceil

from okrsheets.reports.records import (
    AnnualReport,
    CycleBlock,
    KeyResultLine,
    ObjectiveBlock,
    QuarterlyReport,
    ReviewPart,
)
from okrsheets.reports.room import room_of

_PAGE = 786
_SURELY_OVER = 14
_SURELY_WITHIN, _SURELY_BEHIND = 610, 500
_LINE, _SMALL_LINE = 13.5, 11
_HEAD, _OBJECTIVE, _SUPPORTS, _END = 188, 67, 11, 28
_LEAST_ROW, _ROW_EDGE = 27, 5
_HEADING, _QUESTION, _ANSWER_EDGE = 24, 18, 4
_PLAN_HEAD, _PLAN_EDGE, _SIGNATURES = 42, 6, 66
_CHANGES, _CHANGE = 70, 15
_CELL, _SMALL_CELL, _HALF, _WHOLE, _SMALL, _MEASURE, _EFFECT = 30, 36, 48, 100, 125, 44, 27
_WRITING, _ROOMY_WRITING, MORE_LINES = 19.5, 22.5, 2
_ANNUAL_HEAD, _CHART, _NOTICE, _CYCLES = 110, 130, 28, 43
_CYCLE, _CYCLE_HEAD, _CYCLE_ROW, _TRACE, _PULSES = 34, 14, 7, 13, 34
_COUNTS, _COUNT, _USE, _WIDER, _TITLE = 42, 19, 14, 75, 60
_ANNUAL_OVER, _ANNUAL_WITHIN = 40, 720


def gives_room(report: QuarterlyReport) -> bool:
    """Tell whether the talk is sure to stand on a second page, with room to spare there."""
    if not report.short_talk:
        return False
    front, wide = _front(report), _talk(report, roomy=True)
    if front <= _PAGE:
        return front + _talk(report) > _PAGE + _SURELY_OVER and wide <= _SURELY_WITHIN
    return front - _PAGE + wide <= _SURELY_BEHIND


def gives_annual_room(report: AnnualReport) -> bool:
    """Tell whether reviews and signatures of the year are sure to have room on a second page.

    The last cycle may stand on that page as well, whether the guess says so or not.
    """
    if not report.short_talk or not report.cycles:
        return False
    heights = [_cycle(cycle) for cycle in report.cycles]
    pages, filled = 1, float(_ANNUAL_HEAD + _CYCLES)
    filled += _CHART if report.chart else 0
    filled += _NOTICE if report.notice else 0
    for height in heights:
        turns = filled + height > _PAGE
        pages, filled = (pages + 1, height) if turns else (pages, filled + height)
    over = filled if pages > 1 else 0
    wide = _annual_talk(report, _ROOMY_WRITING) + _WIDER + max(over, heights[-1])
    beyond = filled + _annual_talk(report, _WRITING) > _PAGE + _ANNUAL_OVER
    return (pages > 1 or beyond) and wide <= _ANNUAL_WITHIN


def _cycle(cycle: CycleBlock) -> float:
    rows = sum(_CYCLE_ROW + _LINE * _lines(o.text, _TITLE) for o in cycle.objectives)
    return (
        _CYCLE
        + _SMALL_LINE * _lines(cycle.note, _SMALL)
        + (_CYCLE_HEAD + rows if rows else 0)
        + (_TRACE if cycle.trace else 0)
        + (_PULSES * ceil(len(cycle.pulses) / 7))
    )


def _annual_talk(report: AnnualReport, writing: float) -> float:
    rows = len(report.counts.rows)
    counts = _COUNTS + _COUNT * (rows + 1) if rows else 0
    return counts + _part(report.review, writing) + _USE + _SIGNATURES


def _front(report: QuarterlyReport) -> float:
    """Give the height of what stands before the talk."""
    changes = report.changes.lines if report.changes else ()
    rows = sum(len(line.rows) for line in changes)
    return (
        _HEAD
        + sum(_objective(objective) for objective in report.objectives)
        + _END
        + _SMALL_LINE * _lines(" ".join((*report.formulas, report.rules)), _SMALL)
        + (_CHANGES + _CHANGE * rows if rows else 0)
    )


def _objective(objective: ObjectiveBlock) -> float:
    title = _OBJECTIVE + (_SUPPORTS if objective.supports else 0)
    return title + sum(_key_result(line) for line in objective.key_results)


def _key_result(line: KeyResultLine) -> float:
    words = _lines(line.text, _CELL) * _LINE + _lines(line.details, _SMALL_CELL) * _SMALL_LINE
    said = _lines(line.reason, _WHOLE) + _lines(line.said[1], _WHOLE)
    row = max(_LEAST_ROW, words, _LINE + _SMALL_LINE * len(line.source))
    return row + _ROW_EDGE + _LINE * max(said, 1 if line.alert else 0)


def _talk(report: QuarterlyReport, *, roomy: bool = False) -> float:
    plan = sum(
        _PLAN_EDGE + _LINE * max(1, _lines(p.measure, _MEASURE), _lines(p.effect, _EFFECT))
        for p in report.plan
    )
    writing, more = (_ROOMY_WRITING, MORE_LINES) if roomy else (_WRITING, 0)
    return (
        sum(_part(part, writing, more=more) for part in report.review)
        + (_PLAN_HEAD + plan if report.plan else 0)
        + (_SIGNATURES if report.signatures else 0)
    )


def _part(part: ReviewPart, writing: float, *, more: int = 0) -> float:
    width = _HALF if part.side_by_side else _WHOLE
    heights = [
        _QUESTION
        + (
            _ANSWER_EDGE + _lines(q.answer, width) * _LINE
            if q.answer
            else writing * (q.lines + more)
        )
        for q in part.questions
    ]
    return _HEADING + (sum(_pairs(heights)) if part.side_by_side else sum(heights))


def _pairs(heights: list[float]) -> Iterable[float]:
    return (max(heights[n : n + 2]) for n in range(0, len(heights), 2))


def _lines(text: str, width: int) -> int:
    return ceil(room_of(text) / width)
