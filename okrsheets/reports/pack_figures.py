"""The figures of a pack's summary: four over it, and counts that add up."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from okrsheets.analysis.groups import GroupFigures, figures_of, score_in, scores_in
from okrsheets.display import band_of, show_score
from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import Band, Cycle, CycleScore, CycleState, PersonYear, YearScore
from okrsheets.reports.exceptions import cycles_in
from okrsheets.reports.grouping import employed_in, persons_of
from okrsheets.reports.people import find_cycle
from okrsheets.reports.records import CountTable, Fact, ReportContext
from okrsheets.reports.words import BAND_WORDS, cycle_label

_MOST_NAMES = 3
_SEVERAL = 2


def key_figures(
    people: Sequence[PersonYear],
    cycle: Cycle,
    context: ReportContext,
    *,
    named: bool = True,
    fewest: int = 1,
) -> tuple[Fact, ...]:
    """Give the four figures over a summary.

    Args:
        people: without the sheets of departments.
        cycle: the pack's.
        context: the report's.
        named: say who has not submitted.
        fewest: of fewer scores than this the lowest and highest, and the mean of the cycle before,
            are not said.
    """
    figures = figures_of(people, cycle)
    scores = scores_in(people, cycle)
    away = len(people) - len(employed_in(people, cycle))
    means = _reconciled(figures, away, context.language), _before(people, cycle, context, fewest)
    ends = _ends(scores, context.language) if figures.n >= max(fewest, _SEVERAL) else ""
    text = context.language.text
    return (
        Fact(
            text(N_("Mean score")), show_score(figures.mean) or "—", "\n".join(filter(None, means))
        ),
        Fact(text(N_("Median")), show_score(figures.median) or "—", ends),
        _submitted(people, cycle, context.language, named=named),
        _reached(scores, context),
    )


def _submitted(
    people: Sequence[PersonYear], cycle: Cycle, language: Language, *, named: bool
) -> Fact:
    """Say how many of those employed have handed in, and how many were not employed."""
    asked = employed_in(people, cycle)
    names = [p.person.name for p in asked if p.submission is None]
    label, away = language.text(N_("Submitted")), len(people) - len(asked)
    left = language.text(N_("{number} not employed"), number=away) if away else ""
    if not asked:
        return Fact(label, "—", left)
    shown = f"{len(asked) - len(names)} / {len(asked)}"
    notes = _not_in(names, language, named=named), left
    return Fact(label, shown, "\n".join(filter(None, notes)))


def _reached(scores: Sequence[Fraction], context: ReportContext) -> Fact:
    language = context.language
    label = language.text(N_("On target or above"))
    if not scores:
        return Fact(label, "—")
    bands = [band_of(score, context.policies) for score in scores]
    reached = sum(band in (Band.ON_TARGET, Band.OUTSTANDING) for band in bands)
    below = language.text(N_("{number} below the line"), number=len(scores) - reached)
    return Fact(label, f"{reached} / {len(scores)}", below)


def _before(people: Sequence[PersonYear], cycle: Cycle, context: ReportContext, fewest: int) -> str:
    """Say the mean of the cycle before, in the same year; nothing where nobody has a score."""
    if cycle.kind == "Y" or cycle.number == 1:
        return ""
    last = replace(cycle, number=cycle.number - 1)
    figures = figures_of(people, last)
    if figures.n < max(fewest, 1):
        return ""
    return context.language.text(
        N_("{cycle}: {mean} (n {n})"),
        cycle=cycle_label(last, context),
        mean=show_score(figures.mean),
        n=figures.n,
    )


def _ends(scores: Sequence[Fraction], language: Language) -> str:
    return language.text(
        N_("from {least} to {most}, n {n}"),
        least=show_score(min(scores)),
        most=show_score(max(scores)),
        n=len(scores),
    )


def _reconciled(figures: GroupFigures, away: int, language: Language) -> str:
    """Say how many of those employed have a score; `away` were not, which stands beside."""
    return language.text(
        N_("{n} scored, {missing} missing, {excused} excused"),
        n=figures.n,
        missing=figures.missing,
        excused=figures.excused - away,
    )


def _not_in(names: Sequence[str], language: Language, *, named: bool) -> str:
    if not names:
        return language.text(N_("all are in"))
    if not named:
        return language.text(N_("{number} not in"), number=len(names))
    shown = language.text(N_(", ")).join(names[:_MOST_NAMES])
    if len(names) > _MOST_NAMES:
        return language.text(
            N_("not in: {names} and {number} more"), names=shown, number=len(names) - _MOST_NAMES
        )
    return language.text(N_("not in: {names}"), names=shown)


def notice_of(
    people: Sequence[PersonYear], scores: Sequence[Fraction], context: ReportContext
) -> str:
    """Say what the figures must not be read without: nobody has a score, or all have full marks."""
    if people and not scores:
        return context.language.text(
            N_("Nobody has a score yet. What is below is what has been handed in so far.")
        )
    return full_marks_notice(scores, context)


def full_marks_notice(scores: Sequence[Fraction], context: ReportContext) -> str:
    """Say so where everybody has full marks: it is a sign of low targets."""
    bands = {band_of(score, context.policies) for score in scores}
    if bands != {Band.OUTSTANDING}:
        return ""
    return context.language.text(
        N_("Everybody has full marks. The best average is 0.6 to 0.7: were the targets too low?")
    )


def count_table(everyone: Sequence[PersonYear], cycle: Cycle, context: ReportContext) -> CountTable:
    """Count people, objectives and key results by band; every row adds up to its total."""
    language = context.language
    cells = [score_in(p, cycle) for p in persons_of(everyone)]
    parts = [find_cycle(p, c) for p in everyone for c in cycles_in(p, cycle)]
    objectives = [(o, context.of(part)) for part in parts for o in part.objectives]
    results = [(k, own) for o, own in objectives for k in o.key_results]
    columns = [language.text(BAND_WORDS[band]) for band in Band]
    away = sum(c.state is CycleState.NOT_EMPLOYED for c in cells)
    ends = [N_("Not scored"), N_("Void, excused"), *([N_("Not employed")] if away else [])]
    columns += [language.text(word) for word in (*ends, N_("Total"))]
    asked = [c for c in cells if c.state is not CycleState.NOT_EMPLOYED]
    people = [(_band(c.score, context.of(c)), _is_excused(c)) for c in asked]
    rows = (
        (N_("People"), people, away),
        (N_("Objectives"), [(_band(o.score, own), o.state == "void") for o, own in objectives], 0),
        (N_("Key results"), [(_band(k.score, own), k.void) for k, own in results], 0),
    )
    return CountTable(
        corner="",
        columns=tuple(columns),
        rows=tuple(
            (language.text(name), *_counted(found, out if away else None))
            for name, found, out in rows
        ),
        total=(),
    )


def _band(score: Fraction | None, context: ReportContext) -> Band | None:
    return band_of(score, context.policies)


def _is_excused(score: CycleScore | YearScore) -> bool:
    return score.score is None and score.state is CycleState.VOID


def _counted(found: Sequence[tuple[Band | None, bool]], away: int | None) -> tuple[str, ...]:
    """Count by band; `away` were not employed, None where there is no column for them."""
    bands = [band for band, out in found if not out]
    numbers = [bands.count(band) for band in Band]
    numbers += [bands.count(None), sum(out for _, out in found)]
    numbers += [len(found)] if away is None else [away, len(found) + away]
    return tuple(str(number) if number else "·" for number in numbers)
