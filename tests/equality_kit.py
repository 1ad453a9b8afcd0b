"""An organisation whose reports are made and read: the sample, or random people; and the tally."""

import json
import os
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from command_kit import run_in
from equality_sheets import Record, Sheet, is_void, read_sheets
from filled_sheets import OCTOBER, fill
from printed_figures import Key
from random_sheets import Filled, Value, random_sheet

from okrsheets.batch.sample import lay_sample
from okrsheets.language import load_language
from okrsheets.layout import Layout, build_layout
from okrsheets.model import Kind, Person
from okrsheets.roster import write_roster
from okrsheets.shape import MONTHS, SheetOptions
from okrsheets.workspace import create_workspace

RANDOM_PEOPLE = int(os.environ.get("OKRSHEETS_RANDOM_PEOPLE", "16"))
SEED = 6000
DAY = "1792486800"
"""The twentieth of October 2026, on which all reports are made: the third quarter is over."""
_SAMPLE_CAME = "2026-10-20"
_PATHS = (
    ("Sales",),
    ("Sales", "East"),
    ("研发", "平台"),
    (),
    ("Sales", "East", "North"),
    ("研发",),
)
_NAMES = (
    "Nomen",
    "李娜",
    "Ana María Núñez",
    "Zoë O’Brien",
    "Владимир",
    "欧阳·阿卜杜勒",
    "van der Berg",
)
_STATUSES = ("on_track", "at_risk", "off_track", None, None, None)
_MISSING, _BLANK, _EVERY = 7, 9, 12
OWN = (
    Person("HQ", "Acme Group", (), "Company", kind=Kind.COMPANY),
    Person("D-SALES", "Sales office", ("Sales",), "Department", kind=Kind.DEPARTMENT),
)


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

    `typed` is what stands in everybody's sheet, where it was drawn at random.
    """

    root: Path
    capfd: pytest.CaptureFixture[str]
    typed: dict[str, Filled] = field(default_factory=dict)
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
            derived = one.state(cycle) == "void" and not all(map(is_void, objectives))
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


def found_random(
    root: Path, capfd: pytest.CaptureFixture[str], people: int, *, months: bool = False
) -> Office:
    """Found an organisation of random people and take their sheets in."""
    office = Office(root, capfd)
    workspace = create_workspace(root, organisation="Acme", year=2026, language="en")
    options = SheetOptions(cycles=MONTHS) if months else SheetOptions()
    if months:
        settings = root / "okrsheets.toml"
        text = settings.read_text(encoding="utf-8")
        settings.write_text(text.replace('cycles = "quarters"', 'cycles = "months"'), "utf-8")
    drawn = [_draw(number, options) for number in range(people + len(OWN))]
    lines = [*OWN, *(_person(number, sheet) for number, sheet in enumerate(drawn[len(OWN) :]))]
    _support(drawn, options)
    office.typed = {
        one.id: sheet
        for number, (one, sheet) in enumerate(zip(lines, drawn, strict=True))
        if number % _EVERY != _MISSING
    }
    write_roster(root / "roster.xlsx", lines, load_language("en"))
    office.run("sheets")
    layout = build_layout(options, load_language("en"))
    for who, sheet in office.typed.items():
        (issued,) = (root / "sheets").rglob(f"{who}_*.xlsx")
        typed = {key: _cell(key, value, layout) for key, value in sheet.fields.items()}
        filled = fill(issued.read_bytes(), typed, options=options)
        (workspace.inbox / f"{who}.xlsx").write_bytes(filled)
    office.run("ingest", str(workspace.inbox), codes=(0, 1))
    return office


def _person(number: int, sheet: Filled) -> Person:
    name = f"{_NAMES[number % len(_NAMES)]} {number:04}"
    path = _PATHS[number % len(_PATHS)]
    return Person(f"R{number:04}", name, path, joined=sheet.joined, left=sheet.left)


def _draw(number: int, options: SheetOptions) -> Filled:
    """Draw a sheet; its texts and the owner's words are made to differ, one in twelve is blank."""
    sheet = random_sheet(SEED + number, options, 2026)
    if number % _EVERY == _BLANK:
        sheet.fields.clear()
    if number < len(OWN):
        sheet = Filled(sheet.fields)
    rng = random.Random(SEED + number)  # noqa: S311 - test data, not a secret
    for key in [key for key in sheet.fields if key.endswith(".text")]:
        line = key.removesuffix(".text")
        sheet.fields[key] = f"{sheet.fields[key]} {number} {line}"
        status = rng.choice(_STATUSES)
        if ".K" in key and status and f"{line}.status" not in sheet.fields:
            sheet.fields[f"{line}.status"] = status
    return sheet


def _support(drawn: Sequence[Filled], options: SheetOptions) -> None:
    """Have every fourth sheet support the company's first objective of each cycle."""
    top = drawn[0].fields
    for sheet in drawn[4::4]:
        for tab in options.cycles:
            goal, own = top.get(f"{tab}.O1.text"), f"{tab}.O1"
            if goal and f"{own}.text" in sheet.fields:
                sheet.fields[f"{own}.supports"] = goal


def _cell(key: str, value: Value, layout: Layout) -> str | float:
    rule = layout.fields[key].rule
    if isinstance(value, str) and rule.kind in ("choice", "actual"):
        return layout.choices[rule.choice or "yesno"][value]
    return value if isinstance(value, str) else float(Decimal(str(value)))
