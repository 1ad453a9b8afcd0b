"""What stands at the head and foot of every report of a person."""

from collections.abc import Sequence

from okrsheets.display import band_of, show_score
from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import Band, Cycle, CycleScore, CycleState, Kind, PersonYear
from okrsheets.periods import cycle_dates
from okrsheets.reports.figures import show_date, show_day, show_period
from okrsheets.reports.key_results import live_scores
from okrsheets.reports.records import (
    Fact,
    Head,
    ReportContext,
    ScoreCell,
    Signature,
    StripPart,
)
from okrsheets.reports.room import room_of
from okrsheets.reports.words import (
    band_chip,
    cycle_label,
    cycle_title,
    open_chip,
    score_chip,
    state_chip,
    void_chip,
)

SCORE_USES = {
    "none": N_("Use of the score: for learning only. It has no bearing on appraisal or pay."),
    "reference": N_(
        "Use of the score: one reference among others in appraisal. It is not a pay figure."
    ),
    "direct": N_("Use of the score: it enters appraisal directly. It is not a pay figure."),
}

_LEAST_SHARE = 0.026
_ROOM_OF_FACT = 20


def build_head(person: PersonYear, cycle: Cycle, kicker: str, context: ReportContext) -> Head:
    """Give the running heads, the foot and the title block of a person's report."""
    language = context.language
    title = cycle_title(cycle, context)
    dot, name = _dot(language), person.person.name
    return Head(
        language=language.code,
        document_title=f"{name}{dot}{kicker}{dot}{title}",
        organisation=context.organisation,
        running=f"{kicker if name == context.organisation else name}{dot}{title}",
        footer=dot.join(_footer(person, cycle, context)),
        kicker=f"{kicker}{dot}{title}",
        title=name,
    )


def _dot(language: Language) -> str:
    return "·" if language.code == "zh" else " · "


def handling_of(context: ReportContext) -> str:
    """Give how reports are to be handled: as the settings say, else `Internal`."""
    return context.handling or context.language.text(N_("Internal"))


def _footer(person: PersonYear, cycle: Cycle, context: ReportContext) -> list[str]:
    language = context.language
    parts = [handling_of(context), f"OKR-{cycle}-{person.person.id}"]
    if person.version is not None:
        parts.append(language.text(N_("version {version}"), version=person.version))
    if person.received is not None:
        parts.append(language.text(N_("received {day}"), day=show_date(person.received, language)))
    return parts


def build_facts(person: PersonYear, cycle: Cycle, context: ReportContext) -> tuple[Fact, ...]:
    """Give the identity block: six labels with their values; a dash where nothing is known."""
    language, who = context.language, person.person
    period = show_period(*cycle_dates(cycle, context.fiscal_start), language)
    received = show_day(person.received, language) if person.received else ""
    pairs = (
        (N_("Department"), _path(who.department)),
        (N_("Job title"), who.title),
        (N_("ID"), who.id),
        (N_("Manager"), person.manager_name),
        (N_("Period"), period),
        (N_("Received"), received),
    )
    notes = {"Period": _days_of(person, cycle, language), "Received": _version(person, language)}
    return tuple(
        Fact(language.text(label), value or "—", notes.get(label, "")) for label, value in pairs
    )


def _path(department: Sequence[str]) -> str:
    """Give a department's path; one too long for its cell breaks between its parts."""
    path = " / ".join(department)
    return path if room_of(path) <= _ROOM_OF_FACT else " /\n".join(department)


def _version(person: PersonYear, language: Language) -> str:
    if person.version is None:
        return ""
    return language.text(N_("version {version}"), version=person.version)


def _days_of(person: PersonYear, cycle: Cycle, language: Language) -> str:
    """Say when the plan was frozen and the cycle, or the year, was closed; a line each."""
    score = person.year if cycle.kind == "Y" else find_cycle(person, cycle)
    said = []
    if (plan := person.frozen.get(cycle)) is not None:
        said.append(language.text(N_("frozen {day}"), day=show_day(plan.at.date(), language)))
    if score.closed is not None:
        day = show_day(score.closed.at.date(), language)
        said.append(language.text(N_("closed {day}"), day=day))
    return "\n".join(said)


def build_year(
    person: PersonYear, current: Cycle | None, context: ReportContext
) -> tuple[ScoreCell, ...]:
    """Give the year so far: one cell a cycle and the year's own."""
    cells = [_year_cell(score, score.cycle == current, context) for score in person.year.cycles]
    year, language = person.year, context.language
    chip = (
        score_chip(year.score, context.of(year).policies, language)
        if year.score is not None
        else open_chip(language)
    )
    label = language.text(N_("Year"))
    return (*cells, ScoreCell(label, show_score(year.score) or "—", chip, current is None))


def _year_cell(score: CycleScore, current: bool, context: ReportContext) -> ScoreCell:  # noqa: FBT001 - a mark, passed once
    context = context.of(score)
    chip = state_chip(score.state, score.score, context.policies, context.language)
    text = show_score(score.score) or chip.word
    return ScoreCell(cycle_label(score.cycle, context), text, chip, current)


def build_strip(scores: list[CycleScore], context: ReportContext) -> tuple[StripPart, ...]:
    """Count the key results of some cycles by band; what is void or not scored comes last."""
    language = context.language
    parts = [(live, context.of(score).policies) for score in scores for live in live_scores(score)]
    bands = [band_of(s, policies) for (s, void), policies in parts if not void]
    counted = [(band_chip(band, language), bands.count(band)) for band in Band]
    counted.append((open_chip(language), bands.count(None)))
    counted.append((void_chip(language), sum(void for (_, void), _ in parts)))
    shown = [(chip, count) for chip, count in counted if count or chip.code not in ("open", "void")]
    widths = _widths([count for _, count in shown])
    return tuple(
        StripPart(chip, count, width) for (chip, count), width in zip(shown, widths, strict=True)
    )


def _widths(counts: list[int]) -> list[str]:
    """Give each count's share of the strip, with room for the number in the smallest one."""
    whole = sum(counts)
    shares = [max(count / whole, _LEAST_SHARE) if count else 0.0 for count in counts]
    return [f"{100 * share / sum(shares):.3f}%" if share else "0%" for share in shares]


def score_use_line(context: ReportContext) -> str:
    """Give the line that says what the score is used for."""
    return context.language.text(SCORE_USES[context.policies.score_use])


def build_signatures(person: PersonYear, context: ReportContext) -> tuple[Signature, ...]:
    """Give the three signature lines of a person's report; the company itself signs nothing."""
    language = context.language
    manager = person.manager_name if person.manager_name != context.organisation else ""
    own = N_("Employee") if person.person.kind is Kind.PERSON else N_("Head")
    name = person.person.name if person.person.kind is Kind.PERSON else ""
    return (
        Signature(language.text(own), name),
        Signature(language.text(N_("Manager")), manager),
        Signature(language.text(N_("Human Resources")), ""),
    )


def find_cycle(person: PersonYear, cycle: Cycle) -> CycleScore:
    """Give the person's score of a cycle; not submitted where nothing is known of it."""
    known = {score.cycle: score for score in person.year.cycles}
    return known.get(cycle) or CycleScore(cycle, CycleState.NOT_SUBMITTED, None)
