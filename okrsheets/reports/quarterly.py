"""The personal report of one cycle (usually a quarter).

Takes a person's year and gives the printed record; opens nothing and reckons no score.
Source: docs/method.md, "Reports".
"""

from collections.abc import Sequence
from dataclasses import replace

from okrsheets.display import band_of, show_score
from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import (
    Cycle,
    CycleScore,
    CycleSheet,
    CycleState,
    Kind,
    PersonYear,
)
from okrsheets.reports.figures import show_date
from okrsheets.reports.key_results import SheetReader, build_objectives
from okrsheets.reports.people import (
    build_facts,
    build_head,
    build_signatures,
    build_strip,
    build_year,
    find_cycle,
    score_use_line,
)
from okrsheets.reports.plan_changes import changes_block
from okrsheets.reports.pulses import pulse_legend
from okrsheets.reports.records import (
    Chip,
    ObjectiveBlock,
    QuarterlyReport,
    ReportContext,
    ReviewPart,
    Total,
)
from okrsheets.reports.reviews import band_part, plan_lines, standing_part, waiting_part
from okrsheets.reports.rules import formulas_of, rules_of
from okrsheets.reports.talk_room import MORE_LINES, gives_room
from okrsheets.reports.traces import cycle_terms, trace_mean
from okrsheets.reports.words import excused_chip, state_chip

_QUARTERLY = {
    Kind.PERSON: N_("Personal quarterly OKR report"),
    Kind.DEPARTMENT: N_("Department's quarterly OKR report"),
    Kind.COMPANY: N_("Company's quarterly OKR report"),
}
_MONTHLY = {
    Kind.PERSON: N_("Personal monthly OKR report"),
    Kind.DEPARTMENT: N_("Department's monthly OKR report"),
    Kind.COMPANY: N_("Company's monthly OKR report"),
}
_NOTICES = {
    CycleState.NOT_SUBMITTED: N_("No score sheet has been received for this cycle."),
    CycleState.EMPTY: N_("A score sheet has been received, but this cycle has no objectives yet."),
    CycleState.PLANNED: N_(
        "The objectives are agreed; nothing has been scored yet. A missing score is not 0."
    ),
}


def build_quarterly(person: PersonYear, cycle: Cycle, context: ReportContext) -> QuarterlyReport:
    """Build a person's report of one cycle, whatever state it is in."""
    language = context.language
    score = find_cycle(person, cycle)
    sheet = find_sheet(person, cycle)
    year = build_year(person, cycle, context)
    context = context.of(score)
    band = band_of(score.score, context.policies)
    reader = SheetReader.of(person, context)
    scored = score.score is not None
    changes = changes_block(person, cycle, reader)
    objectives = build_objectives(sheet, score, reader) if score.objectives else ()
    report = QuarterlyReport(
        head=build_head(person, cycle, language.text(_kicker(person, cycle)), context),
        total=_total(score, sheet, context),
        facts=build_facts(person, cycle, context),
        strip=build_strip([score], context),
        year=year,
        legend=_legend(objectives, language) + pulse_legend(objectives, language),
        notice=_notice(person, score, sheet, language),
        objectives=objectives,
        trace=cycle_trace(score, language),
        formulas=formulas_of(sheet, language) if score.state is not CycleState.VOID else (),
        rules=rules_of(sheet, score, context),
        changes=changes,
        review=_review(sheet, score, context, close=bool(changes and changes.lines)),
        plan=plan_lines(band, sheet.review, language),
        score_use=score_use_line(context) if scored else "",
        signatures=build_signatures(person, context) if score.objectives else (),
    )
    return replace(report, more_lines=MORE_LINES) if gives_room(report) else report


def find_sheet(person: PersonYear, cycle: Cycle) -> CycleSheet:
    """Give the person's tab of a cycle; an empty one where nothing was submitted."""
    cycles = person.submission.cycles if person.submission else ()
    return next((s for s in cycles if s.cycle == cycle), CycleSheet(cycle))


def _kicker(person: PersonYear, cycle: Cycle) -> str:
    if cycle.kind == "Q":
        return _QUARTERLY[person.person.kind]
    return _MONTHLY[person.person.kind]


def cycle_chip(score: CycleScore, sheet: CycleSheet, context: ReportContext) -> Chip:
    """Give a cycle's chip: its band, its state, or that it is excused."""
    if score.state is CycleState.VOID and sheet.excused:
        return excused_chip(context.language)
    return state_chip(score.state, score.score, context.policies, context.language)


def _total(score: CycleScore, sheet: CycleSheet, context: ReportContext) -> Total:
    language, chip = context.language, cycle_chip(score, sheet, context)
    return Total(_score_name(score.cycle, language), show_score(score.score), chip)


def _score_name(cycle: Cycle, language: Language) -> str:
    return language.text(N_("Quarter score") if cycle.kind == "Q" else N_("Month score"))


def cycle_trace(score: CycleScore, language: Language) -> str:
    """Give the line by which a cycle's score can be reckoned from its objectives'."""
    name = _score_name(score.cycle, language)
    return trace_mean(name, cycle_terms(score.objectives), score.score, language)


def _review(
    sheet: CycleSheet, score: CycleScore, context: ReportContext, *, close: bool
) -> tuple[ReviewPart, ...]:
    if score.state in (CycleState.NOT_SUBMITTED, CycleState.EMPTY):
        return (waiting_part(score.state, context.language),)
    if score.state is not CycleState.SCORED:
        written = sheet.review.how_far or sheet.review.how
        return (standing_part(sheet.review, context.language),) if written else ()
    band = band_of(score.score, context.policies)
    parts = (
        standing_part(sheet.review, context.language),
        band_part(band, sheet.review, context, close=close),
    )
    return tuple(part for part in parts if part)


def _legend(objectives: Sequence[ObjectiveBlock], language: Language) -> str:
    if not any(k.bar for o in objectives for k in o.key_results):
        return ""
    return language.text(
        N_(
            "Bars run from the baseline to the target’s upright; an arrowhead is beyond 130%, a "
            "hollow stub below the baseline."
        )
    )


def _notice(person: PersonYear, score: CycleScore, sheet: CycleSheet, language: Language) -> str:
    if score.state is CycleState.SCORED:
        return ""
    if score.state is CycleState.PARTIAL:
        return _partial_notice(score, language)
    if score.state is CycleState.VOID:
        return _void_notice(sheet, language)
    if score.state is CycleState.NOT_EMPLOYED:
        return _employment_notice(person, language)
    return language.text(_NOTICES[score.state])


def _partial_notice(score: CycleScore, language: Language) -> str:
    numbers = _unscored(score)
    if not numbers:
        return language.text(N_("The weights do not add up, so there is no score yet."))
    return language.text(
        N_("Not yet scored: {numbers}. Until these have a score, the month has none.")
        if score.cycle.kind == "M"
        else N_("Not yet scored: {numbers}. Until these have a score, the quarter has none."),
        numbers=language.text(N_(", ")).join(numbers),
    )


def _unscored(score: CycleScore) -> list[str]:
    return [
        f"{o.number}.{k.number}"
        for o in score.objectives
        for k in o.key_results
        if k.score is None and not k.void
    ] + [f"O{o.number}" for o in score.objectives if not o.key_results]


def _void_notice(sheet: CycleSheet, language: Language) -> str:
    if not sheet.excused:
        return language.text(
            N_("Every objective of this cycle is void. It is not counted, and it is not missing.")
        )
    said = language.text(N_("This cycle is excused. It is not counted, and it is not missing."))
    if not sheet.excused_reason:
        return said
    reason = language.text(N_("Reason: {reason}"), reason=sheet.excused_reason)
    return f"{said}\n{reason}"


def _employment_notice(person: PersonYear, language: Language) -> str:
    said = [language.text(N_("Not employed in this cycle. It is not counted, and not missing."))]
    if person.person.joined:
        day = show_date(person.person.joined, language)
        said.append(language.text(N_("Joined on {day}."), day=day))
    if person.person.left:
        day = show_date(person.person.left, language)
        said.append(language.text(N_("Left on {day}."), day=day))
    return "\n".join(said)
