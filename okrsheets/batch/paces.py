"""Everybody's pace on a day: the year's sheets, and what the store remembers of their key results.

Source: docs/pace.md.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from okrsheets.analysis.entries import (
    Entry,
    Known,
    Origin,
    entries_of,
    in_order,
    plans_of,
    spoken_of,
)
from okrsheets.analysis.pace import Clock, clock_of
from okrsheets.analysis.pace_people import PersonPace, pace_of
from okrsheets.batch.clock import here
from okrsheets.batch.results import load_year
from okrsheets.batch.year import fiscal_start_of
from okrsheets.model import Cycle, KeyResultPlace, PersonYear, Status
from okrsheets.periods import cycle_dates, cycles_of_year
from okrsheets.store import StoreMode, open_store
from okrsheets.store.check_in_history import (
    StoredCheckIn,
    StoredTab,
    read_check_ins,
    read_tabs,
)
from okrsheets.submissions.choices import read_choice
from okrsheets.workspace import Workspace


@dataclass(frozen=True, slots=True)
class History:
    """What the store remembers of one cycle, by person: check-ins, and every version's figures."""

    check_ins: Mapping[str, Sequence[StoredCheckIn]]
    tabs: Mapping[str, Sequence[StoredTab]]

    def known(self, person: PersonYear, cycle: Cycle) -> Known:
        """Give everything known of a person's key results, with what the sheet says now."""
        return known_of(
            person,
            cycle,
            self.check_ins.get(person.person.id, ()),
            self.tabs.get(person.person.id, ()),
        )


def running_cycle(workspace: Workspace, day: date) -> Cycle:
    """Give the cycle in which a day lies; outside of the year the first or the last one."""
    settings = workspace.settings
    cycles = cycles_of_year(settings.year, workspace.sheet_options.cycles)
    begun = [c for c in cycles if cycle_dates(c, settings.fiscal_start)[0] <= day]
    return begun[-1] if begun else cycles[0]


def load_paces(
    workspace: Workspace, cycle: Cycle, day: date, *, people: Collection[str] | None = None
) -> tuple[Clock, tuple[PersonPace, ...]]:
    """Give how the key results of a cycle stand on a day, in the roster's order.

    Args:
        workspace: the open workspace.
        cycle: a quarter or a month.
        day: what was said later counts for nothing; the plans are those of today.
        people: only these ids of the roster; without it, everyone's.

    Raises:
        DataError: the roster has faults, or the database is damaged.
        UsageError: there is no roster, or the database is not one of this okrsheets.
    """
    years = [y for y in load_year(workspace) if people is None or y.person.id in people]
    clock = clock_of(cycle, day, fiscal_start_of(workspace, cycle))
    history = load_history(workspace, cycle, people)
    return clock, tuple(pace_of(year, clock, history.known(year, cycle)) for year in years)


def load_history(
    workspace: Workspace, cycle: Cycle, people: Collection[str] | None = None
) -> History:
    """Give what the store remembers of a cycle's key results; nothing where there is no store."""
    if not workspace.database.exists():
        return History({}, {})
    with open_store(workspace.database, mode=StoreMode.READ) as store:
        return History(read_check_ins(store, cycle, people), read_tabs(store, cycle, people))


def known_of(
    person: PersonYear,
    cycle: Cycle,
    check_ins: Sequence[StoredCheckIn],
    tabs: Sequence[StoredTab],
) -> Known:
    """Join what the sheet says now with what is remembered of it; see `History.known`."""
    found: dict[KeyResultPlace, list[Entry]] = {place: [] for place in plans_of(person, cycle)}
    remembered = {
        (KeyResultPlace(cycle.tab, line.objective, line.number), line.day): line
        for line in check_ins
    }
    for place, entries in entries_of(person, cycle).items():
        for entry in entries:
            if entry.origin is Origin.CHECK_IN:
                line = remembered.pop((place, entry.day), None)
                found[place].append(replace(entry, wording=_wording(line, entry)))
            elif not tabs:
                found[place].append(entry)
    for (place, _), line in remembered.items():
        found.setdefault(place, []).append(_taken_out(line))
    for place, entry in _of_tabs(tabs, cycle):
        found.setdefault(place, []).append(entry)
    return {place: in_order(entries) for place, entries in found.items()}


def _wording(line: StoredCheckIn | None, entry: Entry) -> str:
    return spoken_of(line.label, line.text) if line and line.text else entry.wording


def _taken_out(line: StoredCheckIn) -> Entry:
    return Entry(
        line.day,
        Origin.CHECK_IN,
        line.value,
        line.confidence,
        line.status,
        line.note,
        spoken_of(line.label, line.text),
        line.version,
        standing=False,
    )


def _of_tabs(tabs: Sequence[StoredTab], cycle: Cycle) -> Iterator[tuple[KeyResultPlace, Entry]]:
    """Yield what each stored version said of each key result in its row, in order of saving.

    The day is that of where okrsheets runs, as it is for everything that people read.
    """
    for tab in sorted(tabs, key=lambda tab: (tab.saved, tab.version)):
        for key, text in tab.texts.items():
            if not key.endswith(".text"):
                continue
            objective, number = (int(part[1:]) for part in key.split(".")[1:3])
            stem = key.removesuffix("text")
            yield (
                KeyResultPlace(cycle.tab, objective, number),
                Entry(
                    here(tab.saved).date(),
                    Origin.SHEET,
                    tab.numbers.get(f"{stem}actual"),
                    tab.numbers.get(f"{stem}confidence"),
                    _status(tab.texts.get(f"{stem}status", "")),
                    wording=text.strip(),
                    version=tab.version,
                ),
            )


def _status(text: str) -> Status | None:
    code = read_choice("status", text, "en").code if text else ""
    return Status(code) if code else None
