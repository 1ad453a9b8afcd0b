"""The summary in front of the progress report: figures, status, departments, coverage, the gravest.

Source: docs/reports.md, "Progress".
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from okrsheets.analysis.alignment import Alignment
from okrsheets.analysis.pace import KeyResultPace, Reason, Standing
from okrsheets.analysis.pace_people import PersonPace, standing_out, totals_of
from okrsheets.display import round_half_up, show_percent
from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import Status
from okrsheets.reports.document_records import (
    Block,
    BlocksReport,
    Column,
    Listing,
    Row,
    RowGroup,
    columns,
    rows,
)
from okrsheets.reports.operations import document_head
from okrsheets.reports.operations_people import shown
from okrsheets.reports.progress import TITLE, Progress, anchors_of, units_below
from okrsheets.reports.progress_figures import is_closed, progress_facts, progress_figures
from okrsheets.reports.progress_lines import (
    Sheet,
    progress_of_objective,
    short_text,
    show_progress,
    why_of,
)
from okrsheets.reports.records import ReportContext
from okrsheets.reports.upright_bars import UprightBar, chart_upright_bars
from okrsheets.reports.words import STATUS_WORDS

_MOST_NAMED = 20
_FIFTHS = 5
_WORDS = (Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK, None)
_COMPUTED = (Status.ON_TRACK, Status.AT_RISK, None)


def build_progress(
    progress: Progress, context: ReportContext, pages: Mapping[str, int]
) -> BlocksReport:
    """Build the summary; `pages` are the pages of the departments, as far as they are known."""
    return BlocksReport(
        head=document_head(TITLE, progress.clock.cycle, progress.unit, context),
        blocks=tuple(_blocks(progress, context, pages)),
        figures=tuple(progress_figures(progress, context)),
        facts=tuple(progress_facts(progress, context)),
    )


def _blocks(
    progress: Progress, context: ReportContext, pages: Mapping[str, int]
) -> Iterator[Block]:
    yield _closed(context.language) if is_closed(progress) else _status(progress, context)
    if any(sheet.objectives for sheet in progress.sheets):
        yield _spread(progress, context)
    if progress.alignment is not None and progress.alignment.coverage:
        yield _coverage(progress, progress.alignment, context)
    out = [(p, k) for p, k in standing_out(progress.paces) if k.reasons]
    if out:
        yield _standing_out(out, progress, context, pages)
    yield _departments(progress, context, pages)


def _spread(progress: Progress, context: ReportContext) -> Block:
    """Count objectives by their progress, as it is printed beside them."""
    language, expected = context.language, progress.clock.expected
    shares = [progress_of_objective(s, o) for s in progress.sheets for o in s.objectives]
    known = [share for share in shares if share is not None]
    places = Counter(_step(share) for share in known)
    labels = ("< 20%", "20–39%", "40–59%", "60–79%", "80–99%", "≥ 100%")
    bars = [UprightBar(label, places[number]) for number, label in enumerate(labels)]
    without = language.text(N_("no progress known"))
    bars.append(UprightBar(without, len(shares) - len(known), apart=True))
    said = language.text(
        N_("{reached} of {known} objectives with a known progress have reached the expected {at}."),
        reached=sum(share >= expected for share in known),
        known=len(known),
        at=show_percent(expected),
    )
    sums = language.text(
        N_(
            "{parts} = {all} objectives. No progress is known of an objective one of whose key "
            "results has none, nor of a void one."
        ),
        parts=" + ".join(str(bar.count) for bar in bars if bar.count) or "0",
        all=len(shares),
    )
    words = ", ".join(f"{bar.label}: {bar.count}" for bar in bars)
    return Block(
        language.text(N_("Objectives by progress")),
        "spread",
        lines=(said,),
        chart=chart_upright_bars(bars, high=16, words=words),
        after=(sums,),
    )


def _step(share: Fraction) -> int:
    """Give in which fifth a progress lies, as it is printed; below it counts to the first."""
    return min(max(int(round_half_up(share, 2) * _FIFTHS), 0), _FIFTHS)


def _status(progress: Progress, context: ReportContext) -> Block:
    language, totals = context.language, totals_of(progress.paces)
    live = [k for p in progress.paces for k in p.key_results if k.standing is Standing.LIVE]
    found = Counter((one.word, one.computed) for one in live)

    def line(label: str, words: Sequence[Status | None]) -> tuple[str, ...]:
        numbers = [sum(found[word, computed] for word in words) for computed in _COMPUTED]
        return (label, *map(shown, numbers), str(sum(numbers)))

    heads = [N_("Pace: on track"), N_("Pace: at risk"), N_("Pace unknown"), N_("Total")]
    first = (language.text(N_("Owner says")), "58")
    names = [(w, language.text(STATUS_WORDS[w] if w else N_("No word"))) for w in _WORDS]
    table = Listing(
        columns(first, *[language.text(head) for head in heads], width="28"),
        rows(*[line(name, [word]) for word, name in names]),
        line(language.text(N_("Total")), _WORDS),
    )
    counts = totals.standings
    after = language.text(
        N_(
            "{judged} judged + {unknown} unknown + {void} void + {excused} excused + {away} not "
            "employed + {closed} of a closed cycle = {all} key results. The pace says “at risk” "
            "where progress is more than 25 points behind the share of the cycle that is over."
        ),
        judged=totals.at_risk + totals.on_track,
        unknown=totals.not_computed,
        void=counts[Standing.VOID],
        excused=counts[Standing.EXCUSED],
        away=counts[Standing.NOT_EMPLOYED],
        closed=counts[Standing.CLOSED],
        all=totals.key_results,
    )
    return Block(language.text(N_("Status")), "status", tables=(table,), after=(after,))


def _closed(language: Language) -> Block:
    said = N_("The cycle is closed: its progress is that of its scores, and no pace is judged.")
    return Block(language.text(N_("Status")), "status", lines=(language.text(said),))


def _departments(progress: Progress, context: ReportContext, pages: Mapping[str, int]) -> Block:
    language = context.language
    heads = [
        N_("On the roster"),
        N_("With objectives"),
        N_("Objectives"),
        N_("Key results"),
        N_("Off track"),
        N_("At risk"),
        N_("Behind pace"),
        N_("Stale"),
        N_("Page"),
    ]
    departments = progress.departments(context)
    units = [(one.name, one.anchor, one.sheets, 0) for one in departments]
    if len(departments) == 1:
        units += [(*below, 1) for below in units_below(departments[0])]
    lines = [
        Row((name, *_counts(sheets), str(pages.get(anchor, ""))), level, anchor)
        for name, anchor, sheets, level in units
    ]
    table = Listing(
        columns(
            (language.text(N_("Department")), "38"),
            *[language.text(head) for head in heads],
            width="14.66",
        ),
        (RowGroup("", tuple(lines)),),
        (language.text(N_("Total")), *_counts(progress.sheets), ""),
    )
    return Block(language.text(N_("By department")), "departments", tables=(table,))


def _counts(sheets: Sequence[Sheet]) -> tuple[str, ...]:
    results = [one for sheet in sheets for one in sheet.pace.key_results]
    reasons = Counter(reason for one in results for reason in one.reasons)
    numbers = [sum(bool(s.objectives) for s in sheets), sum(len(s.objectives) for s in sheets)]
    numbers.append(len(results))
    wanted = (Reason.OFF_TRACK, Reason.AT_RISK, Reason.BEHIND, Reason.STALE)
    return (str(len(sheets)), *map(shown, numbers), *[shown(reasons[r]) for r in wanted])


def _coverage(progress: Progress, alignment: Alignment, context: ReportContext) -> Block:
    language = context.language
    by_id = {sheet.year.person.id: sheet for sheet in progress.sheets}
    heads = [
        N_("Progress"),
        N_("Supported directly"),
        N_("In all"),
        N_("Number of people"),
        N_("Departments"),
    ]
    lines = []
    for one in alignment.coverage:
        goal = one.goal
        share = progress_of_objective(by_id[goal.key.person], goal.objective)
        numbers = (one.direct, one.objectives, one.people, one.departments)
        text = f"O{goal.key.number} {goal.objective.text}"
        lines.append((text, show_progress(share), *map(shown, numbers)))
    table = Listing(
        columns(
            (language.text(N_("Company objective")), "70"),
            *[language.text(head) for head in heads],
            width="20",
        ),
        rows(*lines),
    )
    note = language.text(
        N_(
            "“In all” counts the objectives that support it, directly or through others; people "
            "and departments are those whose they are."
        )
    )
    title = language.text(N_("Who supports the company's objectives"))
    return Block(title, "coverage", tables=(table,), after=(note,))


def _standing_out(
    out: Sequence[tuple[PersonPace, KeyResultPace]],
    progress: Progress,
    context: ReportContext,
    pages: Mapping[str, int],
) -> Block:
    language, anchors = context.language, anchors_of(progress.departments(context))
    lines = []
    for pace, one in out[:_MOST_NAMED]:
        anchor = anchors.get(pace.person.id, "")
        what = (f"{one.objective}.{one.plan.number}", short_text(one.plan.text))
        cells = (pace.person.name, *what, why_of(one, language), str(pages.get(anchor, "")))
        lines.append(Row(cells, anchor=anchor))
    heads = (
        Column(language.text(N_("Name")), "40"),
        Column(language.text(N_("No.")), "9"),
        Column(language.text(N_("Key result")), "63"),
        Column(language.text(N_("Why")), "47"),
        Column(language.text(N_("Page")), "11", number=True),
    )
    note = language.text(
        N_(
            "The {shown} gravest of {all}, by the first reason, then by points behind; all are "
            "marked on the pages that follow."
        ),
        shown=len(lines),
        all=len(out),
    )
    return Block(
        language.text(N_("What stands out first")),
        "first",
        lines=(note,),
        tables=(Listing(heads, (RowGroup("", tuple(lines)),)),),
    )
