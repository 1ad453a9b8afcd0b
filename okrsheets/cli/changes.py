"""`okrsheets changes [CYCLE]`: what became of the plans since they were frozen."""

from collections.abc import Sequence
from datetime import UTC
from decimal import Decimal
from typing import Any

import click

from okrsheets.analysis.plan_changes import (
    Change,
    FieldChange,
    LineChange,
    PlanChanges,
    changes_of,
)
from okrsheets.batch.export import number
from okrsheets.batch.results import load_year
from okrsheets.cli import workspace_folder
from okrsheets.cli.console import print_json, print_table, say
from okrsheets.cli.cycles import named_cycle
from okrsheets.cli.fields import field_words
from okrsheets.cli.history import unknown_person
from okrsheets.cli.options import form_option
from okrsheets.cli.words import ui
from okrsheets.display import cut, show_percent, show_score
from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import Cycle, KeyResultScore, KeyResultType, PersonYear
from okrsheets.reports.words import TYPE_WORDS
from okrsheets.workspace import open_workspace

_LONGEST = 60
_WORDS = {
    Change.ADDED: N_("added after the freeze"),
    Change.REMOVED: N_("removed after the freeze"),
}
_HELP = ui().text(
    "List what changed in plans since they were frozen: old and new side by side, and the score"
    " under either."
)


@click.command(help=_HELP)
@click.argument("cycle", required=False)
@click.option("--person", metavar="ID", help=ui().text("Only this person."))
@form_option()
def command(cycle: str | None, person: str | None, form: str) -> int:
    """Show everybody's changes."""
    workspace = open_workspace(workspace_folder())
    named = named_cycle(workspace, cycle) or Cycle(workspace.settings.year)
    everyone = load_year(workspace)
    people = [one for one in everyone if person in (None, one.person.id)]
    if person is not None and not people:
        raise unknown_person(workspace, person)
    found = list(changes_of(people, named, workspace.policies))
    if form == "json":
        print_json([_record(who, changes) for who, changes in found])
    else:
        _show(people, found, named, person)
    return 0


def _show(
    people: Sequence[PersonYear],
    found: Sequence[tuple[PersonYear, PlanChanges]],
    cycle: Cycle,
    only: str | None,
) -> None:
    speech = ui()
    plans = sum(cycle in (own, person.year.cycle) for person in people for own in person.frozen)
    if not plans and only is not None:
        say(speech.text("No plan of {id} is frozen.", id=cut(only)))
        return
    if not plans:
        say(speech.text("No plan is frozen: “okrsheets freeze” freezes those of a cycle."))
        return
    for person, changes in found:
        _show_person(person, changes, speech)
    say(
        speech.text(
            "Frozen plans: {plans}, changed since: {changed}.", plans=plans, changed=len(found)
        )
    )


def _show_person(person: PersonYear, changes: PlanChanges, speech: Language) -> None:
    say(
        speech.text(
            "{name} ({id}), {cycle}, frozen on {date}",
            name=cut(person.person.name),
            id=cut(person.person.id),
            cycle=changes.cycle,
            date=f"{changes.at:%Y-%m-%d}",
        )
    )
    heads = (
        speech.text("Field"),
        speech.text("Frozen"),
        speech.text("As it stands"),
    )
    rows = [row for line in changes.lines for row in _rows(changes.cycle, line, speech)]
    score = (
        speech.text("{cycle}: score", cycle=changes.cycle),
        show_score(changes.frozen.score) or "–",
        show_score(changes.present.score) or "–",
    )
    print_table(heads, [*rows, score])
    say()


def _rows(cycle: Cycle, line: LineChange, speech: Language) -> list[tuple[str, str, str]]:
    key = f"{cycle.tab}.O{line.objective}" + (f".K{line.key_result}" if line.key_result else "")
    if line.change is Change.CHANGED:
        rows = [_field_row(key, one, line, speech) for one in line.fields]
    else:
        shown = cut(line.text, _LONGEST)
        word = _moved(line, speech) or speech.text(_WORDS[line.change])
        pair = ("–", shown) if line.change is Change.ADDED else (shown, "–")
        rows = [(_remarked(field_words(f"{key}.text", speech), word, speech), *pair)]
    if line.key_result and (_computed(line.frozen) or _computed(line.present)):
        rows.append(
            (
                field_words(f"{key}.score", speech),
                _computed(line.frozen) or "–",
                _computed(line.present) or "–",
            )
        )
    return rows


def _remarked(words: str, remark: str, speech: Language) -> str:
    return speech.text("{words} ({remark})", words=words, remark=remark)


def _moved(line: LineChange, speech: Language) -> str:
    """Say where the key result that was frozen here stands by now; "" where it did not move."""
    if line.moved_to is None:
        return ""
    objective, key_result = line.moved_to
    words = N_("moved to objective {objective}, key result {key_result}")
    return speech.text(words, objective=objective, key_result=key_result)


def _computed(score: KeyResultScore | None) -> str:
    return show_score(score.score) if score else ""


def _field_row(
    key: str, change: FieldChange, line: LineChange, speech: Language
) -> tuple[str, str, str]:
    words = field_words(f"{key}.{change.name}", speech)
    if change.name == "text" and line.moved_to:
        words = _remarked(words, _moved(line, speech), speech)
    return (
        words,
        _value(change.name, change.frozen, speech),
        _value(change.name, change.present, speech),
    )


def _value(name: str, value: Decimal | str | None, speech: Language) -> str:
    if value is None:
        return "–"
    if isinstance(value, Decimal):
        return show_percent(value) if name == "weight" else f"{value.normalize():f}"
    if name == "type":
        return speech.text(TYPE_WORDS[KeyResultType(value)])
    return cut(value, _LONGEST)


def _record(person: PersonYear, changes: PlanChanges) -> dict[str, Any]:
    return {
        "person": person.person.id,
        "name": person.person.name,
        "department": "/".join(person.person.department),
        "cycle": str(changes.cycle),
        "frozen_at": changes.at.astimezone(UTC).isoformat(),
        "score_frozen": number(changes.frozen.score),
        "score": number(changes.present.score),
        "changes": [_line_record(line) for line in changes.lines],
    }


def _line_record(line: LineChange) -> dict[str, Any]:
    return {
        "objective": line.objective,
        "key_result": line.key_result or None,
        "change": line.change.value,
        "moved_to": "O{}.K{}".format(*line.moved_to) if line.moved_to else None,
        "text": line.text,
        "fields": [
            {"field": one.name, "frozen": _plain(one.frozen), "present": _plain(one.present)}
            for one in line.fields
        ],
        "score_frozen": number(line.frozen.score) if line.frozen else None,
        "score": number(line.present.score) if line.present else None,
        "computed_frozen": number(line.frozen.computed) if line.frozen else None,
        "computed": number(line.present.computed) if line.present else None,
    }


def _plain(value: Decimal | str | None) -> float | int | str | None:
    return number(value) if isinstance(value, Decimal) else value
