"""Heat maps of groups: departments by cycle, the mean with n; and the sheets of departments."""

from collections.abc import Sequence
from fractions import Fraction

from okrsheets.analysis.groups import figures_of
from okrsheets.display import show_score
from okrsheets.errors import N_
from okrsheets.model import Cycle, PersonYear
from okrsheets.reports.grouping import persons_of
from okrsheets.reports.heat import MOST_WIDE, course_cycles, course_heads, course_title
from okrsheets.reports.pack_records import HeatGroup, HeatMap, HeatRow
from okrsheets.reports.pack_summary import own_context
from okrsheets.reports.records import Chip, ReportContext, ScoreCell
from okrsheets.reports.words import open_chip, score_chip

FEWEST_SHOWN = 5
"""Scores from which a mean is shown where the pages of the people are not in the pack."""
Named = tuple[str, Sequence[PersonYear]]


def group_map(
    groups: Sequence[Named], cycle: Cycle, context: ReportContext, *, fewest: int = 1
) -> HeatMap:
    """Give groups by cycle.

    Args:
        groups: each with its name and people, in the order of the rows.
        cycle: the pack's; the cycles up to it, or all of the year, are columns.
        context: the report's.
        fewest: a mean of fewer scores than this is not shown, only their number.
    """
    everyone = [person for _, people in groups for person in people]
    heads = course_heads(everyone, cycle, context)
    wide = len(heads) > MOST_WIDE
    language = context.language
    return HeatMap(
        title=course_title(cycle, context),
        corner=language.text(N_("Department")),
        heads=heads,
        band="" if wide else language.text(N_("Band")),
        groups=(
            HeatGroup(
                "",
                tuple(_row(group, cycle, context, fewest=fewest) for group in groups if group[1]),
            ),
        ),
        note=_note(context, fewest),
    )


def _row(group: Named, cycle: Cycle, context: ReportContext, *, fewest: int) -> HeatRow:
    name, people = group
    columns = course_cycles(people, cycle)
    cycles = (*columns, cycle) if cycle.kind == "Y" else columns
    cells = tuple(_cell(people, c, cycle, context, fewest=fewest) for c in cycles)
    return HeatRow(name, "", cells, cells[-1].chip if cells else open_chip(context.language))


def _cell(
    people: Sequence[PersonYear],
    cycle: Cycle,
    current: Cycle,
    context: ReportContext,
    *,
    fewest: int,
) -> ScoreCell:
    figures = figures_of(persons_of(people), cycle)
    shown = figures.mean if figures.n >= fewest else None
    chip = mean_chip(shown, figures.n, people, cycle, context=context)
    text = show_score(shown) or ("" if chip.mark else chip.word)
    return ScoreCell(f"n {figures.n}", text, chip, current=cycle == current)


def mean_chip(
    mean: Fraction | None,
    n: int,
    people: Sequence[PersonYear],
    cycle: Cycle,
    *,
    context: ReportContext,
) -> Chip:
    """Give the chip of a mean: its band; that it is kept back; or that nobody has a score."""
    own = own_context(people, cycle, context)
    if mean is None and n:
        return Chip("none", "", context.language.text(N_("Few")))
    return score_chip(mean, own.policies, context.language)


def _note(context: ReportContext, fewest: int) -> str:
    language = context.language
    lines = [
        language.text(
            N_(
                "Each cell is the mean of the people who have a score, and n, how many they are. "
                "“—” is a cycle in which nobody has one."
            )
        )
    ]
    if fewest > 1:
        lines.append(
            language.text(
                N_(
                    "“Few” and “…” stand where fewer than {fewest} people are behind a figure: it "
                    "would say something about single people."
                ),
                fewest=fewest,
            )
        )
    return (" " if language.code == "en" else "").join(lines)
