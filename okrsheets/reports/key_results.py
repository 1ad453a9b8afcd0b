"""Objectives and key results as they stand on a person's page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from okrsheets.cells import Cell
from okrsheets.display import show_percent, show_score
from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import (
    Cycle,
    CycleScore,
    CycleSheet,
    KeyResult,
    KeyResultPlace,
    KeyResultScore,
    KeyResultType,
    Objective,
    ObjectiveScore,
    ObjectiveState,
    PersonYear,
    Pulse,
    ScoreSource,
    Status,
)
from okrsheets.reports.bars import build_bar
from okrsheets.reports.figures import decimals_of, show_number, with_minus
from okrsheets.reports.pulses import draw_pulse, last_said
from okrsheets.reports.records import Chip, KeyResultLine, ObjectiveBlock, ReportContext
from okrsheets.reports.traces import objective_terms, trace_mean
from okrsheets.reports.words import (
    SOURCE_WORDS,
    STATUS_WORDS,
    TYPE_WORDS,
    partial_chip,
    score_chip,
    void_chip,
)

_DOT = {"zh": "·", "en": " · "}
_FAR_OFF = 1000


@dataclass(frozen=True)
class SheetReader:
    """What the lines of one sheet need besides the records: the context and the read cells.

    `person` is whose sheet it is: an owner is named only where it is someone else. `pulses` are
    how its key results moved.
    """

    context: ReportContext
    person: str
    cells: Mapping[str, Cell]
    pulses: Mapping[KeyResultPlace, Pulse] = field(default_factory=dict)

    @classmethod
    def of(cls, person: PersonYear, context: ReportContext) -> "SheetReader":
        """Give the reader of a person's sheet."""
        cells = person.submission.cells if person.submission else {}
        return cls(context, person.person.name, cells, person.pulses)

    def pulse(self, cycle: Cycle, objective: int, number: int) -> Pulse:
        """Give how a key result moved; an empty one where nothing is known."""
        return self.pulses.get(KeyResultPlace(cycle.tab, objective, number), Pulse())

    def shows_percent(self, cycle: Cycle, objective: int, number: int, *, name: str) -> bool:
        """Tell whether the person saw this field of a key result as a percentage."""
        cell = self.cells.get(f"{cycle.tab}.O{objective}.K{number}.{name}")
        return cell is not None and "%" in cell.format


def build_objectives(
    sheet: CycleSheet, score: CycleScore, reader: SheetReader
) -> tuple[ObjectiveBlock, ...]:
    """Give one block per objective of a cycle, in sheet order."""
    return tuple(
        _block(sheet.cycle, objective, scored, reader)
        for objective, scored in zip(sheet.objectives, score.objectives, strict=True)
    )


def _block(
    cycle: Cycle, objective: Objective, score: ObjectiveScore, reader: SheetReader
) -> ObjectiveBlock:
    context = reader.context
    language = context.language
    lines = tuple(
        _line(cycle, objective, pair, reader)
        for pair in zip(objective.key_results, score.key_results, strict=True)
    )
    plain = context.policies.objective_method == "mean"
    terms = objective_terms(score, plain=plain, zero=context.policies.unscored_kr == "zero")
    number = f"O{objective.number}"
    supports = objective.supports and language.text(N_("Supports {what}"), what=objective.supports)
    return ObjectiveBlock(
        number=number,
        text=objective.text,
        supports=supports,
        weight=show_percent(score.weight),
        score=show_score(score.score) or "—",
        chip=_own_chip(score, context),
        key_results=lines,
        trace=trace_mean(number, terms, score.score, language),
    )


def _own_chip(score: ObjectiveScore, context: ReportContext) -> Chip:
    """Give an objective's chip on a person's page: what has some scores is not "not scored"."""
    some = any(k.score is not None for k in score.key_results)
    if score.state is ObjectiveState.PARTIAL and some:
        return partial_chip(context.language)
    return objective_chip(score, context)


def objective_chip(score: ObjectiveScore, context: ReportContext) -> Chip:
    """Give an objective's chip: void, not scored, or its band."""
    if score.state is ObjectiveState.VOID:
        return void_chip(context.language)
    return score_chip(score.score, context.policies, context.language)


def _line(
    cycle: Cycle,
    objective: Objective,
    pair: tuple[KeyResult, KeyResultScore],
    reader: SheetReader,
) -> KeyResultLine:
    key_result, score = pair
    language, policies = reader.context.language, reader.context.policies
    baseline, target, actual = _numbers(cycle, objective.number, key_result, reader)
    pulse = reader.pulse(cycle, objective.number, key_result.number)
    return KeyResultLine(
        number=f"{objective.number}.{key_result.number}",
        text=key_result.text,
        details=_details(key_result, reader),
        weight=show_percent(score.weight),
        baseline=baseline,
        target=target,
        actual=actual,
        raw=_raw(key_result, score),
        bar=None if score.void else build_bar(key_result, score, language),
        score=show_score(score.score) or "—",
        chip=void_chip(language) if score.void else score_chip(score.score, policies, language),
        source=_source(key_result, score, language),
        alert=_alert(key_result),
        reason=key_result.reason,
        void=score.void,
        pulse=None if score.void else draw_pulse(pulse, cycle, reader.context),
        said=last_said(pulse, reader.context),
    )


def _alert(key_result: KeyResult) -> str:
    """Give the status word to stand out, in English; the chip itself says what is void."""
    status = key_result.status
    return STATUS_WORDS[status] if status in (Status.AT_RISK, Status.OFF_TRACK) else ""


def _raw(key_result: KeyResult, score: KeyResultScore) -> str:
    if score.void or score.raw is None or key_result.type is KeyResultType.YESNO:
        return ""
    if abs(score.raw) >= _FAR_OFF:
        return ("−" if score.raw < 0 else "") + f">{_FAR_OFF * 100}%"
    return with_minus(show_percent(score.raw))


def _source(key_result: KeyResult, score: KeyResultScore, language: Language) -> tuple[str, ...]:
    """Give where the score came from, then every other score that there is."""
    if score.source is None:
        return ()
    others = (
        (ScoreSource.REVIEWER, N_("Reviewer {score}"), key_result.reviewer_score),
        (ScoreSource.SELF, N_("Self {score}"), key_result.self_score),
        (ScoreSource.COMPUTED, N_("Computed {score}"), score.computed),
    )
    lines = [
        language.text(form, score=show_score(Fraction(value)))
        for source, form, value in others
        if source is not score.source and value is not None
    ]
    return (language.text(SOURCE_WORDS[score.source]), *lines)


def _numbers(
    cycle: Cycle, objective: int, key_result: KeyResult, reader: SheetReader
) -> tuple[str, str, str]:
    """Give baseline, target and actual as printed, with the same decimals in all of them."""
    k = key_result
    language = reader.context.language
    if k.type is KeyResultType.YESNO:
        return "", language.text(N_("Yes")), _yes_no(k.actual, reader.context)
    is_range = k.type is KeyResultType.RANGE and k.upper is not None
    together = decimals_of((k.baseline, k.target, k.actual))

    def shown(name: str, value: Decimal | None) -> str:
        percent = reader.shows_percent(cycle, objective, k.number, name=name)
        decimals = decimals_of((value,)) if is_range else together
        return show_number(value, decimals, percent=percent)

    target = shown("target", k.target)
    if is_range:
        target = f"{target}–{shown('upper', k.upper)}"
    return shown("baseline", k.baseline), target, shown("actual", k.actual)


def _yes_no(actual: Decimal | None, context: ReportContext) -> str:
    if actual is None:
        return ""
    return context.language.text(N_("Yes") if actual else N_("No"))


def _details(key_result: KeyResult, reader: SheetReader) -> str:
    """Give the small second line: type, unit, anchors, owner, evidence, dependence."""
    k, language = key_result, reader.context.language
    parts = [
        language.text(TYPE_WORDS[k.type]) if k.type else "",
        k.unit,
        _anchors(k, reader.context),
        _owner(k, reader),
        k.evidence,
        k.depends and language.text(N_("depends on {what}"), what=k.depends),
    ]
    return _DOT[language.code].join(part for part in parts if part)


def _owner(key_result: KeyResult, reader: SheetReader) -> str:
    owner = key_result.owner
    if not owner or owner == reader.person:
        return ""
    return reader.context.language.text(N_("owner {name}"), name=owner)


def _anchors(key_result: KeyResult, context: ReportContext) -> str:
    k = key_result
    if k.type is not KeyResultType.ANCHORED or k.v30 is None or k.v70 is None:
        return ""
    decimals = decimals_of((k.v30, k.v70))
    return context.language.text(
        N_("0.3 at {v30}, 0.7 at {v70}"),
        v30=show_number(k.v30, decimals),
        v70=show_number(k.v70, decimals),
    )


def live_scores(score: CycleScore) -> list[tuple[Fraction | None, bool]]:
    """Give every key result's score of a cycle and whether it is void, in sheet order."""
    return [(k.score, k.void) for o in score.objectives for k in o.key_results]
