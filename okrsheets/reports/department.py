"""The front matter of a department's review pack: cover, contents, summary.

Takes the years of the department's people, in the order in which their pages follow, and gives
the printed record. The mean is the people's; a sheet of the department's own stands apart.
Source: docs/method.md, "Reports".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from okrsheets.analysis.groups import GroupFigures, figures_of, score_in, scores_in
from okrsheets.display import band_of, show_score
from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import Band, Cycle, CycleState, Kind, PersonYear
from okrsheets.reports.charts import cover_chart, dots_chart
from okrsheets.reports.exceptions import build_exceptions, cycles_in
from okrsheets.reports.figures import show_date
from okrsheets.reports.heat import heat_heads, heat_note, heat_rows
from okrsheets.reports.pack_records import ContentsGroup, ContentsLine, PackReport
from okrsheets.reports.people import build_strip, find_cycle, handling_of, score_use_line
from okrsheets.reports.records import CountTable, Fact, Head, ReportContext, Signature
from okrsheets.reports.words import BAND_WORDS, cycle_title, state_chip

FEWEST_ON_COVER = 5
_EXCUSED = (CycleState.VOID, CycleState.NOT_EMPLOYED)
_MOST_NAMES = 3
SUMMARY = "summary"


@dataclass(frozen=True)
class Pack:
    """What a pack is made of. `pages` maps an anchor to the page it will stand on, once known.

    The anchor of a person's pages is the person's id with `person-` before it.
    """

    department: str
    cycle: Cycle
    people: tuple[PersonYear, ...]
    pages: Mapping[str, int] = field(default_factory=dict)


def person_anchor(person: PersonYear) -> str:
    """Give the name under which the contents lead to a person's pages."""
    return f"person-{person.person.id}"


def build_department(pack: Pack, context: ReportContext) -> PackReport:
    """Build the front matter of a review pack."""
    language, cycle = context.language, pack.cycle
    own = context.of(score_in(pack.people[0], cycle)) if pack.people else context
    people = [p for p in pack.people if p.person.kind is Kind.PERSON]
    scores = scores_in(people, cycle)
    figures = figures_of(people, cycle)
    parts = [find_cycle(p, c) for p in pack.people for c in cycles_in(p, cycle)]
    strip = build_strip(parts, context)
    heads = heat_heads(pack.people, cycle, context)
    return PackReport(
        head=_head(pack, context),
        cover_lines=(pack.department, language.text(_title(cycle))),
        subtitle=language.text(N_("{cycle}, OKR"), cycle=cycle_title(cycle, context)),
        cover=cover_chart(scores, own) if len(scores) >= FEWEST_ON_COVER else None,
        cover_facts=_cover_facts(pack, context),
        contents=_contents(pack, context),
        figures=_key_figures(people, figures, cycle, own),
        notice=_notice(scores, own),
        strip_title=language.text(
            N_("Key results by band ({number})"), number=sum(p.count for p in strip)
        ),
        strip=strip,
        heat_heads=heads,
        heat=heat_rows(pack.people, cycle, context),
        heat_note=heat_note(cycle, heads, context),
        dots=dots_chart(scores, own) if scores else None,
        dots_note=language.text(
            N_("Each dot is one person, in steps of 0.05; the upright line is on target.")
        ),
        counts=_counts(people, pack, context),
        exceptions=build_exceptions(pack.people, cycle, context),
        score_use=score_use_line(own),
        signatures=(
            Signature(language.text(N_("Head of department")), ""),
            Signature(language.text(N_("Head's manager")), ""),
            Signature(language.text(N_("Human Resources")), ""),
        ),
    )


def _title(cycle: Cycle) -> str:
    return {
        "Y": N_("Annual review pack"),
        "Q": N_("Quarterly review pack"),
        "M": N_("Monthly review pack"),
    }[cycle.kind]


def _head(pack: Pack, context: ReportContext) -> Head:
    language = context.language
    title = cycle_title(pack.cycle, context)
    dot = "·" if language.code == "zh" else " · "
    kind = language.text(_title(pack.cycle))
    return Head(
        language=language.code,
        document_title=f"{pack.department}{dot}{kind}{dot}{title}",
        organisation=context.organisation,
        running=f"{pack.department}{dot}{title}",
        footer=f"{handling_of(context)}{dot}{kind}",
        kicker=f"{kind}{dot}{title}",
        title=pack.department,
    )


def _cover_facts(pack: Pack, context: ReportContext) -> tuple[Fact, ...]:
    language = context.language
    prepared_by = context.prepared_by or language.text(N_("Human Resources"))
    days: list[date] = [p.received for p in pack.people if p.received]
    latest = show_date(max(days), language) if days else "—"
    return (
        Fact(language.text(N_("Prepared by")), prepared_by),
        Fact(language.text(N_("Data as of")), latest),
        Fact(language.text(N_("Handling")), handling_of(context)),
        Fact(language.text(N_("Reports inside")), str(len(pack.people))),
    )


def _contents(pack: Pack, context: ReportContext) -> tuple[ContentsGroup, ...]:
    language = context.language
    summary = ContentsLine(
        "1", language.text(N_("Summary")), "", "", None, SUMMARY, _page(pack, SUMMARY)
    )
    lines = [_person_line(n, p, pack, context) for n, p in enumerate(pack.people, start=2)]
    own = sum(p.person.kind is not Kind.PERSON for p in pack.people)
    groups = [ContentsGroup(language.text(N_("Department")), (summary, *lines[:own]))]
    if lines[own:]:
        groups.append(ContentsGroup(language.text(N_("People")), tuple(lines[own:])))
    return tuple(groups)


def _page(pack: Pack, anchor: str) -> str:
    return str(pack.pages.get(anchor, "")) if pack.pages else ""


def _person_line(
    number: int, person: PersonYear, pack: Pack, context: ReportContext
) -> ContentsLine:
    score = score_in(person, pack.cycle)
    chip = state_chip(score.state, score.score, context.of(score).policies, context.language)
    anchor = person_anchor(person)
    return ContentsLine(
        number=str(number),
        title=person.person.name,
        note=person.person.title,
        score=show_score(score.score) or "—",
        chip=chip,
        anchor=anchor,
        page=_page(pack, anchor),
    )


def _key_figures(
    people: Sequence[PersonYear], figures: GroupFigures, cycle: Cycle, context: ReportContext
) -> tuple[Fact, ...]:
    language = context.language
    bands = [band_of(s, context.policies) for s in scores_in(people, cycle)]
    reached = sum(b in (Band.ON_TARGET, Band.OUTSTANDING) for b in bands)
    submitted = sum(p.submission is not None for p in people)
    names = [p.person.name for p in people if p.submission is None]
    mean = show_score(figures.mean) or "—"
    return (
        Fact(language.text(N_("Mean score")), mean, _reconciled(figures, language)),
        Fact(
            language.text(N_("Median")),
            show_score(figures.median) or "—",
            language.text(N_("half are above, half below")),
        ),
        Fact(
            language.text(N_("Submitted")),
            f"{submitted} / {len(people)}",
            _not_in(names, language),
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


def _not_in(names: Sequence[str], language: Language) -> str:
    if not names:
        return language.text(N_("all are in"))
    shown = language.text(N_(", ")).join(names[:_MOST_NAMES])
    if len(names) > _MOST_NAMES:
        return language.text(
            N_("not in: {names} and {number} more"), names=shown, number=len(names) - _MOST_NAMES
        )
    return language.text(N_("not in: {names}"), names=shown)


def _notice(scores: Sequence[Fraction], context: ReportContext) -> str:
    """Say so where everybody has full marks: it is a sign of low targets."""
    bands = {band_of(score, context.policies) for score in scores}
    if bands != {Band.OUTSTANDING}:
        return ""
    return context.language.text(
        N_("Everybody has full marks. The best average is 0.6 to 0.7: were the targets too low?")
    )


def _counts(people: Sequence[PersonYear], pack: Pack, context: ReportContext) -> CountTable:
    language = context.language
    cells = [score_in(p, pack.cycle) for p in people]
    parts = [find_cycle(p, c) for p in pack.people for c in cycles_in(p, pack.cycle)]
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


__all__ = ["FEWEST_ON_COVER", "SUMMARY", "Pack", "build_department", "person_anchor"]
