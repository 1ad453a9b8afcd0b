"""The figures of a pack's summary: four over it, and counts that add up."""

from collections.abc import Sequence
from fractions import Fraction

from okrsheets.analysis.groups import GroupFigures, figures_of, score_in, scores_in
from okrsheets.display import band_of, show_score
from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import Band, Cycle, CycleState, PersonYear
from okrsheets.reports.exceptions import cycles_in
from okrsheets.reports.grouping import persons_of
from okrsheets.reports.people import find_cycle
from okrsheets.reports.records import CountTable, Fact, ReportContext
from okrsheets.reports.words import BAND_WORDS

_EXCUSED = (CycleState.VOID, CycleState.NOT_EMPLOYED)
_MOST_NAMES = 3


def key_figures(
    people: Sequence[PersonYear], cycle: Cycle, context: ReportContext, *, named: bool = True
) -> tuple[Fact, ...]:
    """Give the four figures over a summary; `named` says who has not submitted."""
    language, figures = context.language, figures_of(people, cycle)
    bands = [band_of(s, context.policies) for s in scores_in(people, cycle)]
    reached = sum(b in (Band.ON_TARGET, Band.OUTSTANDING) for b in bands)
    names = [p.person.name for p in people if p.submission is None]
    return (
        Fact(
            language.text(N_("Mean score")),
            show_score(figures.mean) or "—",
            _reconciled(figures, language),
        ),
        Fact(
            language.text(N_("Median")),
            show_score(figures.median) or "—",
            language.text(N_("half are above, half below")),
        ),
        Fact(
            language.text(N_("Submitted")),
            f"{len(people) - len(names)} / {len(people)}",
            _not_in(names, language, named=named),
        ),
        Fact(
            language.text(N_("On target or above")),
            f"{reached} / {figures.n}",
            language.text(N_("{number} below the line"), number=figures.n - reached),
        ),
    )


def _reconciled(figures: GroupFigures, language: Language) -> str:
    return language.text(
        N_("{n} scored, {missing} missing, {excused} excused"),
        n=figures.n,
        missing=figures.missing,
        excused=figures.excused,
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
    columns += [language.text(w) for w in (N_("Not scored"), N_("Void, excused"), N_("Total"))]
    rows = (
        (
            N_("People"),
            [
                (_band(c.score, context.of(c)), c.score is None and c.state in _EXCUSED)
                for c in cells
            ],
        ),
        (N_("Objectives"), [(_band(o.score, own), o.state == "void") for o, own in objectives]),
        (N_("Key results"), [(_band(k.score, own), k.void) for k, own in results]),
    )
    return CountTable(
        corner="",
        columns=tuple(columns),
        rows=tuple((language.text(name), *_counted(found)) for name, found in rows),
        total=(),
    )


def _band(score: Fraction | None, context: ReportContext) -> Band | None:
    return band_of(score, context.policies)


def _counted(found: Sequence[tuple[Band | None, bool]]) -> tuple[str, ...]:
    bands = [band for band, out in found if not out]
    numbers = [bands.count(band) for band in Band]
    numbers += [bands.count(None), sum(out for _, out in found), len(found)]
    return tuple(str(number) if number else "·" for number in numbers)
