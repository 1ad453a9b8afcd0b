"""`okrsheets pace [CYCLE]`: how every key result keeps pace with its cycle, the gravest first."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import click

from okrsheets.analysis.lines import Trend
from okrsheets.analysis.pace import Clock, KeyResultPace, Reason, Standing
from okrsheets.analysis.pace_people import PersonPace, standing_out, totals_of
from okrsheets.batch.chosen import chosen_people
from okrsheets.batch.clock import today
from okrsheets.batch.pace_records import pace_record
from okrsheets.batch.paces import load_paces, running_cycle
from okrsheets.cli import workspace_folder
from okrsheets.cli.console import print_json, print_table, say
from okrsheets.cli.cycles import STATE_WORDS, named_cycle
from okrsheets.cli.options import form_option, roster_options
from okrsheets.cli.status import warn_of_other_cycles
from okrsheets.cli.words import ui
from okrsheets.display import cut, round_half_up, show_percent
from okrsheets.errors import N_, UsageError
from okrsheets.language import Language
from okrsheets.model import Cycle, Status
from okrsheets.workspace import Workspace, open_workspace

_LONGEST_ID = 20
_LONGEST_TEXT = 32
_ARROWS = {Trend.RISING: " ↑", Trend.FALLING: " ↓", Trend.STEADY: " →", None: ""}
STATUS_WORDS = {
    Status.ON_TRACK: N_("On track"),
    Status.AT_RISK: N_("At risk"),
    Status.OFF_TRACK: N_("Off track"),
    Status.VOID: N_("Void"),
}
STANDING_WORDS = {
    Standing.VOID: N_("Void"),
    Standing.EXCUSED: N_("excused cycle"),
    Standing.NOT_EMPLOYED: N_("not employed"),
    Standing.CLOSED: N_("closed cycle"),
}
REASON_WORDS = {
    Reason.OFF_TRACK: N_("off track by the owner's word"),
    Reason.AT_RISK: N_("at risk by the owner's word"),
    Reason.BEHIND: N_("behind"),
    Reason.DISAGREES: N_("owner and pace differ"),
    Reason.STALE: N_("no movement"),
    Reason.FALLING: N_("confidence falling"),
}


@click.command(
    help=ui().text(
        "Show how every key result keeps pace with its cycle, and which stand out.\n\n"
        "Without CYCLE it is the one that is running. At risk by computation is what lies more "
        "than 25 points behind the share of the cycle that is over; without movement is what has "
        "not changed for 14 days."
    )
)
@click.argument("cycle", required=False)
@click.option(
    "--day",
    metavar="DATE",
    help=ui().text("The day to look at, such as 2026-08-15; without it, today."),
)
@click.option(
    "--all", "every", is_flag=True, help=ui().text("Also key results that do not stand out.")
)
@roster_options()
@form_option()
def command(  # noqa: PLR0913 - one parameter an option
    *,
    cycle: str | None,
    day: str | None,
    every: bool,
    departments: tuple[str, ...],
    persons: tuple[str, ...],
    form: str,
) -> int:
    """Show the pace."""
    workspace = open_workspace(workspace_folder())
    on = _day(day) if day else today()
    chosen = chosen_people(workspace.roster(), persons, departments)
    clock, paces = load_paces(workspace, _cycle(workspace, cycle, on), on, people=chosen)
    if form == "json":
        print_json(pace_record(clock, paces))
    else:
        _show(clock, paces, ui(), every=every)
    warn_of_other_cycles(workspace, ui())
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(
            N_("“{text}” is not a day: write year, month and day, as in 2026-08-15"),
            text=cut(text),
        ) from None


def _cycle(workspace: Workspace, text: str | None, day: date) -> Cycle:
    named = named_cycle(workspace, text) or running_cycle(workspace, day)
    if named.kind == "Y":
        raise UsageError(
            N_("key results keep pace with a quarter or a month; name one such as {example}"),
            example=running_cycle(workspace, day),
        )
    return named


def _show(clock: Clock, paces: Sequence[PersonPace], speech: Language, *, every: bool) -> None:
    say(_headline(clock, speech))
    pairs = standing_out(paces)
    shown = [pair for pair in pairs if every or pair[1].reasons]
    if shown:
        say()
        print_table(_headings(speech), [_row(pace, one, speech) for pace, one in shown])
    say()
    if pairs and not shown:
        say(speech.text("No key result stands out."))
    _show_totals(paces, speech)
    hidden = len(pairs) - len(shown)
    if hidden:
        say(
            speech.count(
                "{number} key result that does not stand out is not listed; --all lists it.",
                "{number} key results that do not stand out are not listed; --all lists them.",
                hidden,
            )
        )


def _headline(clock: Clock, speech: Language) -> str:
    fields: dict[str, object] = {
        "cycle": clock.cycle,
        "first": clock.first,
        "last": clock.last,
        "day": clock.day,
    }
    if clock.day < clock.first:
        return speech.text("{cycle} ({first} to {last}) has not begun on {day}.", **fields)
    if clock.day > clock.last:
        return speech.text(
            "{cycle} ({first} to {last}) is over on {day}: expected progress 100%.", **fields
        )
    return speech.text(
        "{cycle} ({first} to {last}) on {day}: day {elapsed} of {days}, expected progress {share}.",
        elapsed=clock.elapsed,
        days=clock.days,
        share=show_percent(clock.expected),
        **fields,
    )


def _headings(speech: Language) -> tuple[str, ...]:
    return (
        speech.text("Id"),
        speech.text("Name"),
        speech.text("Key result"),
        speech.text("Progress"),
        speech.text("Behind"),
        speech.text("Owner's word"),
        speech.text("By computation"),
        speech.text("Confidence"),
        speech.text("No movement for"),
        speech.text("Stands out for"),
    )


def _row(pace: PersonPace, one: KeyResultPace, speech: Language) -> tuple[str, ...]:
    reasons = [speech.text(REASON_WORDS[reason]) for reason in one.reasons]
    if one.standing is not Standing.LIVE:
        reasons = [speech.text(STANDING_WORDS[one.standing])]
    if one.line.earlier:
        reasons.append(speech.text("reworded"))
    return (
        cut(pace.person.id, _LONGEST_ID),
        cut(pace.person.name),
        cut(f"{one.objective}.{one.plan.number} {one.plan.text}", _LONGEST_TEXT),
        show_percent(one.progress),
        _points(one.behind),
        speech.text(STATUS_WORDS[one.word]) if one.word else "",
        speech.text(STATUS_WORDS[one.computed]) if one.computed else "",
        show_percent(one.confidence) + _ARROWS[one.trend],
        _moved(one, speech),
        speech.listed(reasons),
    )


def _points(behind: Fraction | None) -> str:
    """Give how many points behind; what is ahead has a minus sign."""
    if behind is None:
        return ""
    points = f"{round_half_up(behind * 100, 1).normalize():f}"
    return points.replace("-", "−")


def _moved(one: KeyResultPace, speech: Language) -> str:
    if one.still_days is None:
        return ""
    return speech.count("{number} day", "{number} days", one.still_days)


def _show_totals(paces: Sequence[PersonPace], speech: Language) -> None:
    """Print counts that add up: key results by computed word, people by state."""
    totals = totals_of(paces)
    rows = [
        (speech.text("at risk by computation"), totals.at_risk),
        (speech.text("on track by computation"), totals.on_track),
        (speech.text("nothing to compute"), totals.not_computed),
        *((speech.text(STANDING_WORDS[s]), count) for s, count in totals.standings.items()),
        (speech.text("all together"), totals.key_results),
    ]
    kept = [(name, str(count)) for name, count in rows if count or name == rows[-1][0]]
    print_table((speech.text("Key results"), speech.text("Number")), kept)
    say()
    states = [(speech.text(STATE_WORDS[s]), str(n)) for s, n in totals.states.items() if n]
    whole = (speech.text("all together"), str(totals.people))
    print_table((speech.text("Sheets"), speech.text("Number")), [*states, whole])
    say()
    said = [
        speech.text("{what}: {count}", what=speech.text(REASON_WORDS[reason]), count=count)
        for reason, count in totals.reasons.items()
        if count
    ]
    if said:
        say(
            speech.count(
                "{number} stands out (one may do so for several reasons): {reasons}",
                "{number} stand out (one may do so for several reasons): {reasons}",
                totals.stand_out,
                reasons="; ".join(said) if speech.code == "en" else "；".join(said),
            )
        )
