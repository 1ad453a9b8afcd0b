"""An organisation of random people: their sheets are drawn, issued, filled in and taken in.

Every third sheet came twice: before the plans were frozen with an earlier plan and no results, and
as it stands; the other plans were frozen as they are. So some plans changed since the freeze.
"""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from equality_kit import Office
from filled_sheets import OCTOBER, fill
from random_plans import earlier_of
from random_sheets import Fields, Filled, Value, random_sheet

from okrsheets.language import load_language
from okrsheets.layout import Layout, build_layout
from okrsheets.model import Kind, Person
from okrsheets.roster import write_roster
from okrsheets.shape import MONTHS, SheetOptions
from okrsheets.workspace import Workspace, create_workspace

SEED = 6018
"""Among the first twelve people drawn from it are all cases: see `cases_in`."""
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
_DAY_NOUGHT = date(1899, 12, 30)
"""From here the days in a sheet are counted."""
_FROZEN = ("Q1", "Q2", "Q3", "M07")
"""Cycles whose plans are frozen; of months the one whose reports are read."""
_TEAM = 6
"""So many people have the same manager."""
OWN = (
    Person("HQ", "Acme Group", (), "Company", kind=Kind.COMPANY),
    Person("D-SALES", "Sales office", ("Sales",), "Department", kind=Kind.DEPARTMENT),
)


def found_random(
    root: Path, capfd: pytest.CaptureFixture[str], people: int, *, months: bool = False
) -> Office:
    """Found an organisation of random people, freeze their plans and take their sheets in.

    With `months` its cycles are months, and the sheets have check-ins.
    """
    office = Office(root, capfd)
    workspace = create_workspace(root, organisation="Acme", year=2026, language="en")
    options = SheetOptions(cycles=MONTHS, check_ins=True) if months else SheetOptions()
    if months:
        settings = root / "okrsheets.toml"
        text = settings.read_text(encoding="utf-8")
        text = text.replace('cycles = "quarters"', 'cycles = "months"')
        settings.write_text(text.replace("check_ins = false", "check_ins = true"), "utf-8")
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
    _take_in(office, workspace, options)
    return office


def _take_in(office: Office, workspace: Workspace, options: SheetOptions) -> None:
    """Take earlier plans in and freeze them, then the sheets as they are, and freeze the others."""
    tabs = [tab for tab in options.cycles if tab in _FROZEN]
    for number, (who, sheet) in enumerate(office.typed.items()):
        if number % 3 == 0:
            rng = random.Random(SEED + number)  # noqa: S311 - test data, not a secret
            office.earlier[who] = earlier_of(sheet.fields, tabs, rng, options)
    before = {who: one.plan for who, one in office.earlier.items()}
    after = {who: sheet.fields for who, sheet in office.typed.items()}
    for days, sheets in ((-1, before), (0, after)):
        for who, fields in sheets.items():
            _send(workspace, who, fields, (options, days))
        told = office.json("ingest", str(workspace.inbox), codes=(0, 1))
        sent_back = {Path(f["path"]).stem for f in told["files"] if f["state"] == "rejected"}
        office.waiting = [who for who in (*office.waiting, *sent_back) if who in sent_back]
        for tab in tabs:
            office.run("freeze", f"2026{tab}", "--yes")
    for who in office.earlier.keys() & set(office.waiting):
        office.typed[who] = Filled(before[who])  # the sheet before it counts on, if it had come


def _send(workspace: Workspace, who: str, fields: Fields, how: tuple[SheetOptions, int]) -> None:
    """Put somebody's sheet into the inbox, last saved so many days from the usual one."""
    options, days = how
    layout = build_layout(options, load_language("en"))
    (issued,) = (workspace.root / "sheets").rglob(f"{who}_*.xlsx")
    typed = {key: _cell(key, value, layout) for key, value in fields.items()}
    saved = OCTOBER + timedelta(days=days)
    filled = fill(issued.read_bytes(), typed, modified=saved, options=options)
    (workspace.inbox / f"{who}.xlsx").write_bytes(filled)


def _person(number: int, sheet: Filled) -> Person:
    name = f"{_NAMES[number % len(_NAMES)]} {number:04}"
    first = number // _TEAM * _TEAM
    return Person(
        f"R{number:04}",
        name,
        _PATHS[number % len(_PATHS)],
        manager=f"R{first:04}" if first != number else "",
        joined=sheet.joined,
        left=sheet.left,
    )


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
    if isinstance(value, date):
        return float((value - _DAY_NOUGHT).days)
    return value if isinstance(value, str) else float(value)
