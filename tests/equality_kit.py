"""An organisation whose reports are made and read: the sample, or random people; and the tally."""

import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from command_kit import run_in
from equality_sheets import Record, Sheet, is_void, read_sheets
from filled_sheets import OCTOBER
from printed_figures import Key
from random_plans import Earlier
from random_sheets import Filled

from okrsheets.batch.sample import lay_sample

RANDOM_PEOPLE = int(os.environ.get("OKRSHEETS_RANDOM_PEOPLE", "12"))
DAY = "1792486800"
"""The twentieth of October 2026, on which all reports are made: the third quarter is over."""
_SAMPLE_CAME = "2026-10-20"


@dataclass
class Tally:
    """How much was compared, and what differs."""

    compared: Counter[str] = field(default_factory=Counter)
    blanks: int = 0
    wrong: list[str] = field(default_factory=list)

    def compare(
        self, printed: Mapping[Key, str], expected: Mapping[Key, str], where: str = ""
    ) -> None:
        """Compare the figures of one report with what they must be; none may be missing."""
        for key, figure in expected.items():
            found = printed.get(key)
            if found is None and not figure:
                continue
            if found != figure:
                self.wrong.append(f"{where}{key}: printed {found!r}, stored {figure!r}")
            elif figure:
                self.compared[key[3]] += 1
            else:
                self.blanks += 1
        extra = {k for k in printed.keys() - expected.keys() if printed[k]}
        self.wrong += [f"{where}{key}: printed {printed[key]!r}, not stored" for key in extra]

    def check(self, what: str, found: object, wanted: object) -> None:
        """Compare one figure that stands by itself."""
        if found == wanted:
            self.compared[what] += 1
        else:
            self.wrong.append(f"{what}: printed {found!r}, stored {wanted!r}")

    def tell(self, what: str, capfd: pytest.CaptureFixture[str]) -> None:
        """Say how many figures were compared, whatever the run captures."""
        kinds = ", ".join(f"{kind} {n}" for kind, n in sorted(self.compared.items()))
        said = f"{what}: {self.compared.total()} figures compared ({kinds}), {self.blanks} blanks"
        with capfd.disabled():
            print(f"\n{said}")  # noqa: T201 - the count is this test's result


@dataclass
class Office:
    """A workspace, its command line, and everybody's stored scores.

    `typed` is what stands in everybody's sheet, where it was drawn at random; `earlier` is what
    stood in some of them before their plans were frozen, `waiting` whose files
    have faults and were not followed by a better one.
    """

    root: Path
    capfd: pytest.CaptureFixture[str]
    typed: dict[str, Filled] = field(default_factory=dict)
    earlier: dict[str, Earlier] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    name: str = ""

    def run(self, *arguments: str, codes: Sequence[int] = (0,)) -> str:
        """Run a command; give what it printed."""
        code, out, err = run_in(self.root, self.capfd, *arguments)
        assert code in codes, (arguments, code, err[-2000:])
        return out

    def json(self, *arguments: str, codes: Sequence[int] = (0,)) -> Any:  # noqa: ANN401 - parsed JSON
        """Run a command and give its JSON."""
        return json.loads(self.run(*arguments, "--format", "json", codes=codes))

    def records(self, cycle: str) -> dict[str, Record]:
        """Give everybody's record of a cycle, by id."""
        return {record["person"]: record for record in self.json("scores", cycle)}

    @cached_property
    def sheets(self) -> list[Sheet]:
        """Give every line of the roster with its stored records."""
        status = self.json("status", codes=(0, 1))
        changes = self.json("changes")
        return read_sheets(self.root / "roster.xlsx", self.json("scores"), status, changes)

    @property
    def by_id(self) -> dict[str, Sheet]:
        """Give the same by id."""
        return {one.id: one for one in self.sheets}

    @property
    def filled(self) -> date:
        """The day on which the sheets were filled in, as their files say."""
        return OCTOBER.date() if self.typed else date.fromisoformat(_SAMPLE_CAME)

    def excused(self, cycle: str) -> frozenset[str]:
        """Say whose cycle is excused: it is void, though not every objective is."""
        found = set()
        for one in self.sheets:
            typed = self.typed.get(one.id)
            said = typed is not None and typed.fields.get(f"{cycle[4:]}.excused") == "yes"
            objectives = one.records[cycle]["objectives"]
            plain = bool(objectives) and all(map(is_void, objectives))
            derived = one.state(cycle) == "void" and not plain
            if one.received and (said or derived):
                found.add(one.id)
        return frozenset(found)

    def report(self, kind: str, cycle: str, *options: str) -> list[Path]:
        """Make reports in two processes; give the files."""
        folder = self.root / "-".join(("paper", kind, cycle, *options)).replace("--", "")
        arguments = ("--cycle", cycle, "--jobs", "2", "--output", str(folder), *options)
        self.run("report", kind, *arguments)
        return sorted(folder.rglob("*.pdf"))


def lay(root: Path, language: str, capfd: pytest.CaptureFixture[str]) -> Office:
    """Lay out the sample organisation and take its sheets in."""
    office = Office(root, capfd)
    lay_sample(root, language)
    office.run("ingest", str(root / "inbox"), codes=(0, 1))
    return office
