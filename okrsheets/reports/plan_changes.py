"""What changed in a plan since it was frozen, as printed: old and new side by side, both scored.

Source: docs/freeze-and-close.md.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType

from okrsheets.analysis.plan_changes import (
    Change,
    FieldChange,
    LineChange,
    PlanChanges,
    find_changes,
)
from okrsheets.display import show_percent, show_score
from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import Cycle, KeyResultScore, KeyResultType, PersonYear, ScoreSource
from okrsheets.reports.change_records import ChangedLine, ChangeRow, ChangesBlock
from okrsheets.reports.figures import decimals_of, show_date, show_number
from okrsheets.reports.key_results import SheetReader
from okrsheets.reports.words import TYPE_WORDS

_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "text": N_("Wording"),
        "type": N_("Type"),
        "weight": N_("Weight"),
        "baseline": N_("Baseline"),
        "target": N_("Target"),
        "upper": N_("Upper bound"),
        "v30": N_("Value at 0.3"),
        "v70": N_("Value at 0.7"),
        "unit": N_("Unit"),
        "owner": N_("Owner"),
        "supports": N_("Supports"),
        "depends": N_("Depends on"),
    }
)
_NOTHING = "—"


def changes_block(person: PersonYear, cycle: Cycle, reader: SheetReader) -> ChangesBlock | None:
    """Give what changed since the freeze; None where no plan is frozen."""
    context = reader.context
    changes = find_changes(person, cycle, context.policies)
    if changes is None:
        return None
    language = context.language
    day = show_date(changes.at.date(), language)
    if not changes.lines:
        note = language.text(N_("No change since the freeze of {day}."), day=day)
        return ChangesBlock("", note)
    return ChangesBlock(
        language.text(N_("Changes since the freeze")),
        language.text(
            N_("Frozen on {day}; both plans are scored from today's actuals and typed scores."),
            day=day,
        ),
        tuple(ChangedLine(_number(one), tuple(_rows(one, cycle, reader))) for one in changes.lines),
        _total(changes, language),
    )


def _number(line: LineChange) -> str:
    return f"{line.objective}.{line.key_result}" if line.key_result else f"O{line.objective}"


def _total(changes: PlanChanges, language: Language) -> ChangeRow:
    name = N_("Quarter score") if changes.cycle.kind == "Q" else N_("Month score")
    frozen, present = show_score(changes.frozen.score), show_score(changes.present.score)
    return ChangeRow(language.text(name), frozen or _NOTHING, present or _NOTHING, score=True)


def _rows(line: LineChange, cycle: Cycle, reader: SheetReader) -> Iterator[ChangeRow]:
    language = reader.context.language
    if line.change is Change.ADDED:
        yield ChangeRow(language.text(N_("Added")), _NOTHING, line.text)
    elif line.change is Change.REMOVED:
        yield ChangeRow(_moved(line, language) or language.text(N_("Removed")), line.text, _NOTHING)
    for one in line.fields:
        yield _field_row(one, line, cycle, reader)
    if line.key_result:
        yield from _score_rows(line, language)


def _moved(line: LineChange, language: Language) -> str:
    """Say where the key result that was frozen here stands by now; empty where it did not move."""
    if line.moved_to is None:
        return ""
    number = ".".join(map(str, line.moved_to))
    return language.text(N_("Wording, moved to {number}"), number=number)


def _field_row(
    change: FieldChange, line: LineChange, cycle: Cycle, reader: SheetReader
) -> ChangeRow:
    values = (change.frozen, change.present)
    places = decimals_of([value for value in values if isinstance(value, Decimal)])
    percent = reader.shows_percent(cycle, line.objective, line.key_result, name=change.name)

    def shown(value: Decimal | str | None) -> str:
        if value is None:
            return _NOTHING
        if isinstance(value, Decimal):
            if change.name == "weight":
                return show_percent(value)
            return show_number(value, places, percent=percent)
        if change.name == "type":
            return reader.context.language.text(TYPE_WORDS[KeyResultType(value)])
        return value

    words = reader.context.language.text(_FIELDS[change.name])
    if change.name == "text":
        words = _moved(line, reader.context.language) or words
    return ChangeRow(words, shown(change.frozen), shown(change.present))


def _score_rows(line: LineChange, language: Language) -> Iterator[ChangeRow]:
    """Yield the computed scores where typed ones count, and the scores themselves."""
    pair = (line.frozen, line.present)
    computed = [show_score(one.computed) if one else "" for one in pair]
    if computed[0] != computed[1] and any(_is_typed(one) for one in pair):
        first, second = (text or _NOTHING for text in computed)
        yield ChangeRow(language.text(N_("Computed")), first, second)
    scores = [show_score(one.score) if one else "" for one in pair]
    if any(scores):
        first, second = (text or _NOTHING for text in scores)
        yield ChangeRow(language.text(N_("Score")), first, second, score=True)


def _is_typed(score: KeyResultScore | None) -> bool:
    return score is not None and score.source in (ScoreSource.SELF, ScoreSource.REVIEWER)
