"""Prefilled sheets: what was sent in goes out again exactly, formulas carry no stale value."""

import io
import re
import string
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from filled_sheets import DONE, OCTOBER, fill, layout, make_workspace, send, write_people
from hypothesis import given, settings
from hypothesis import strategies as st
from office import Job, office_is_here, run_office
from sheet_kit import ANN, opened, stamp_of, template

from okrsheets.__main__ import main
from okrsheets.batch.ingest import ingest_paths
from okrsheets.cells import CellKind
from okrsheets.errors import UsageError
from okrsheets.issuing.issue import IssueState, issue_sheets
from okrsheets.issuing.stored import read_content
from okrsheets.language import load_language
from okrsheets.layout import build_layout
from okrsheets.model import Person
from okrsheets.shape import SheetOptions
from okrsheets.sheets import Stamp
from okrsheets.sheets.compiled import compile_form
from okrsheets.sheets.drawn import draw_form
from okrsheets.sheets.parts import Form, finish_form
from okrsheets.sheets.readers import readers_of
from okrsheets.sheets.spec import Content, Percent
from okrsheets.store import FileState
from okrsheets.submissions import Reading, read_submission
from okrsheets.workspace import KEY_FILE, Workspace, carry_forward, open_workspace

HARD_TEXTS = (
    "=SUM(A1:A3) is not a formula",
    "+1 @home -2",
    'two\nlines & <b>"quoted"</b>',
    "_x000D_ stays",
    "😀 𠮷 中文，逗号",
    "  blanks around  ",
    "100% of 5%(s)",
    "'apostrophe first",
    "tab\tinside",
)
FILLED: Mapping[str, Content] = {
    "Q1.O1.text": "Happier customers",
    "Q1.O1.weight": Decimal("0.6"),
    "Q1.O1.K1.text": "Satisfaction from 80 to 90",
    "Q1.O1.K1.type": "Increase",
    "Q1.O1.K1.weight": Decimal("0.5"),
    "Q1.O1.K1.baseline": Decimal(80),
    "Q1.O1.K1.target": Decimal(90),
    "Q1.O1.K1.actual": Decimal(88),
    "Q1.O1.K2.text": "50 visits",
    "Q1.O1.K2.type": "Linear",
    "Q1.O1.K2.weight": Decimal("0.5"),
    "Q1.O1.K2.target": Decimal(50),
    "Q1.O1.K2.actual": Decimal(30),
    "Q1.O2.text": "Steady payments",
    "Q1.O2.weight": Decimal("0.4"),
    "Q1.O2.K1.text": "The new gateway is live",
    "Q1.O2.K1.type": "Yes/no",
    "Q1.O2.K1.actual": "Yes",
    "Q1.plan.1.measure": "Weekly look",
    "Q1.plan.1.date": date(2026, 8, 31),
    "annual.review.self": "A good year.",
}
"""By hand: (88-80)/10 = 0.8 and 30/50 = 0.6, half each 0.70; yes is 1; 0.6×0.7 + 0.4×1 = 0.82."""


def sheet_with(content: Mapping[str, Content], language: str = "en", **more: object) -> bytes:
    form = template(language)
    stamp = replace(stamp_of(ANN, form, "Wei Chen"), content=content, **more)  # type: ignore[arg-type] # fields of a stamp
    return form.stamp(stamp)


def read(data: bytes) -> Reading:
    return read_submission(data, options=SheetOptions())


def inputs(reading: Reading) -> dict[str, tuple[CellKind, str]]:
    """Give what stands in the input cells that are not blank."""
    rules = {key: field.rule for key, field in layout().fields.items()}
    return {
        key: (cell.kind, cell.raw)
        for key, cell in reading.cells.items()
        if not cell.blank and not rules[key].computed
    }


def expected(content: Mapping[str, Content]) -> dict[str, tuple[CellKind, str]]:
    return {key: _cell(value) for key, value in content.items()}


def _cell(value: Content) -> tuple[CellKind, str]:
    if isinstance(value, str):
        return CellKind.TEXT, value
    if isinstance(value, bool):
        return CellKind.BOOLEAN, f"{value:d}"
    if isinstance(value, date):
        return CellKind.DATE, value.isoformat()
    return CellKind.NUMBER, f"{value.share if isinstance(value, Percent) else value:f}"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_stamp__content__is_read_back_as_exactly_that_without_a_finding(language: str) -> None:
    reading = read(sheet_with(FILLED, language))
    assert reading.findings == ()
    assert inputs(reading) == expected(FILLED)


def test_stamp__hard_texts__are_texts_and_the_same_to_the_last_sign() -> None:
    content = {f"Q{q}.O{o}.text": HARD_TEXTS[q * 2 + o - 3] for q in (1, 2, 3, 4) for o in (1, 2)}
    data = sheet_with(content)
    assert inputs(read(data)) == expected(content)
    book = opened(data)
    for key, text in content.items():
        place = layout().fields[key].place
        cell = book[place.sheet][place.ref]
        assert (cell.value, cell.data_type) == (text, "s")


def test_stamp__odd_numbers__keep_every_digit() -> None:
    content: dict[str, Content] = {
        "Q1.O1.K1.baseline": Decimal("0.1234567890123456789"),
        "Q1.O1.K1.target": Decimal("-1E+3"),
        "Q1.O1.K1.actual": Decimal("1E-7"),
    }
    found = inputs(read(sheet_with(content)))
    assert [raw for _, raw in found.values()] == ["0.1234567890123456789", "-1000", "0.0000001"]


def test_stamp__percentages__are_shown_as_percentages() -> None:
    content: dict[str, Content] = {
        "Q1.O1.K1.baseline": Percent(Decimal("0.96")),
        "Q1.O1.K1.target": Percent(Decimal("0.985")),
        "Q1.O1.K2.target": Decimal("0.98"),
    }
    cells = read(sheet_with(content)).cells
    *shares, plain = (cells[key].format for key in content)
    assert shares == ["0%", "0.00%"]
    assert "%" not in plain


def _tabs_with_values(data: bytes) -> set[str]:
    """Give the tabs in which a formula has a stored value."""
    parts = _parts(data)
    names = re.findall(r'<sheet [^>]*?name="([^"]+)"', parts["xl/workbook.xml"])
    texts = {n: parts[f"xl/worksheets/sheet{k}.xml"] for k, n in enumerate(names, 1)}
    assert not any("inlineStr" in text for text in texts.values())
    return {name for name, text in texts.items() if re.search(r"</f><v", text)}


def test_stamp__content__only_formulas_that_do_not_depend_on_it_have_a_value() -> None:
    assert {"Q1", "Q2", "Q3", "Q4", "Year"} <= _tabs_with_values(sheet_with({}))
    found = _tabs_with_values(sheet_with({"Q2.O1.text": "Grow"}))
    assert found & {"Q1", "Q2", "Q3", "Q4", "Year"} == {"Q1", "Q3", "Q4"}
    assert "fullCalcOnLoad" in _parts(sheet_with(FILLED))["xl/workbook.xml"]


def test_stamp__content_and_supports__key_results_of_the_check_ins_have_no_empty_value() -> None:
    form = template("en", None, SheetOptions(check_ins=True))
    blank = replace(stamp_of(ANN, form), supports=OFFERED)
    assert "_lists" in _tabs_with_values(form.stamp(blank))
    filled = replace(blank, content={"Q1.O1.text": "Grow"})
    assert "_lists" not in _tabs_with_values(form.stamp(filled))


def test_stamp__away__the_cycle_and_the_year_have_no_value_of_an_empty_form() -> None:
    found = _tabs_with_values(sheet_with({}, away=frozenset({"Q1"})))
    assert found & {"Q1", "Q2", "Q3", "Q4", "Year"} == {"Q2", "Q3", "Q4"}


def test_readers_of__chains_names_and_indirect__are_followed() -> None:
    tabs = {"A": "a", "B b": "b", "C": "c", "D": "d", "E": "e"}
    parts = {
        "a": b"<f>1+1</f>",
        "b": b"<f>A!A1*2</f>",
        "c": b"<f>'B b'!A1</f>",
        "d": b"<f>IF(total&gt;0,1,0)</f>",
        "e": b'<f>INDIRECT("A"&amp;1)</f>',
        "w": b'<definedName name="total">C!$A$1</definedName>',
    }
    found = readers_of(tabs, parts, "w")
    assert found["a"] == {"b", "c", "d", "e"}
    assert found["b"] == {"c", "d", "e"}
    assert found["c"] == {"d", "e"}
    assert found["d"] == {"e"}


def test_stamp__content__counts_of_strings_fit_and_every_part_is_well_formed() -> None:
    parts = _parts(sheet_with(FILLED, supports={"Q1": ("Company · Grow", "Company · Stay")}))
    strings = len(re.findall("<si>", parts["xl/sharedStrings.xml"]))
    used = {
        int(index)
        for name, text in parts.items()
        if name.startswith("xl/worksheets/")
        for index in re.findall(r't="s"><v>(\d+)</v>', text)
    }
    assert max(used) == strings - 1
    for text in parts.values():
        ET.fromstring(text)  # noqa: S314 - our own workbook


def test_stamp__field_that_the_form_does_not_have__is_left_out() -> None:
    content: dict[str, Content] = {"Q1.O1.text": "Grow", "Q1.O5.text": "One too many"}
    assert inputs(read(sheet_with(content))) == expected({"Q1.O1.text": "Grow"})


def test_stamp__same_content_twice__same_bytes() -> None:
    assert sheet_with(FILLED) == sheet_with(FILLED)


def _parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        names = [n for n in package.namelist() if n.endswith((".xml", ".rels", ".vml"))]
        return {name: package.read(name).decode() for name in names}


def _bare_form() -> Form:
    """Give a form whose blank, plain cells a program has left out, and one whole row."""
    spec = template().spec
    form = finish_form(draw_form(spec, template().policies_fingerprint), spec)
    part, ref = form.places["Q1.plan.3.measure"]
    row = ref.lstrip(string.ascii_uppercase)
    text = re.sub(rf'<row r="{row}".*?</row>', "", form.parts[part].decode(), flags=re.DOTALL)
    for key in ("Q1.O1.text", "Q1.O1.K1.target"):
        text = re.sub(rf'<c r="{form.places[key][1]}"[^>]*/>', "", text)
    return replace(form, parts={**form.parts, part: text.encode()})


def test_stamp__cells_that_a_program_left_out__are_made_in_their_places() -> None:
    content: dict[str, Content] = {
        "Q1.O1.text": "Grow",
        "Q1.O1.K1.text": "Sales",
        "Q1.O1.K1.target": Decimal(5),
        "Q1.plan.3.measure": "Ask more often",
    }
    form = compile_form(_bare_form(), template().spec)
    data = form.stamp(replace(stamp_of(ANN, form), content=content))
    book = opened(data)
    for key, value in content.items():
        place = layout().fields[key].place
        assert book[place.sheet][place.ref].value == value
    text = _parts(data)["xl/worksheets/sheet2.xml"]
    rows = [int(row) for row in re.findall(r'<row r="(\d+)"', text)]
    assert rows == sorted(rows)
    for row in re.findall(r"<row .*?</row>", text, re.DOTALL):
        letters = re.findall(r'<c r="([A-Z]+)\d+"', row)
        assert letters == sorted(letters, key=lambda x: (len(x), x))


AWKWARD = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("\"&<>%{}'\n\t😀=_x"), max_size=300
)


@settings(max_examples=60, deadline=None)
@given(name=AWKWARD, title=AWKWARD, manager=AWKWARD, text=AWKWARD, offered=AWKWARD)
def test_stamp__any_texts__the_workbook_is_well_formed_and_reads_back(
    name: str, title: str, manager: str, text: str, offered: str
) -> None:
    person = Person("E1", name, (title, name), title)
    form = template()
    stamp = replace(
        stamp_of(person, form, manager),
        content={"Q1.O1.text": text} if text else {},
        supports={"Q1": (offered,)} if offered else {},
    )
    data = form.stamp(stamp)
    for part in _parts(data).values():
        ET.fromstring(part)  # noqa: S314 - our own workbook
    reading = read(data)
    assert reading.cells["Q1.O1.text"].raw == text
    assert reading.identity == stamp.identity
    assert reading.name is not None
    assert reading.name.raw == name


needs_office = pytest.mark.skipif(not office_is_here(), reason="needs LibreOffice")


@needs_office
@pytest.mark.parametrize("language", ["en", "zh"])
def test_stamp__content_opened_in_libreoffice__every_score_is_computed(
    tmp_path: Path, language: str
) -> None:
    source = tmp_path / "filled.xlsx"
    source.write_bytes(sheet_with(FILLED, language))
    form = build_layout(SheetOptions(), load_language(language))
    wanted = {
        "Q1.O1.K1.progress": "80%",
        "Q1.O1.K1.score": "0.80",
        "Q1.O1.K2.score": "0.60",
        "Q1.O1.score": "0.70",
        "Q1.O2.K1.score": "1.00",
        "Q1.score": "0.82",
        "Q2.score": "",
        "annual.Q1.score": "0.82",
        "annual.score": "0.82",
    }
    places = {key: form.fields[key].place for key in wanted}
    (shown,) = run_office([Job(source, show=tuple(places.values()))])
    assert {key: shown[place].strip() for key, place in places.items()} == wanted


OFFERED = {
    "Q1": ('Company · Grow, "fast" & <well>', "Product · 让用户愿意留下来"),
    "Q3": tuple(f"Product · Objective {n}, {'x' * 80}" for n in range(40)),
}


def _lists_of(data: bytes, tab: str) -> tuple[str, list[object]]:
    """Give the cells with the list, and what its defined name refers to."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    (rule,) = [
        r
        for r in book[tab].data_validations.dataValidation
        if str(r.formula1) == f"okrsheets_supports_{tab}"
    ]
    assert (rule.type, bool(rule.showErrorMessage)) == ("list", False)
    assert rule.prompt
    ((sheet, area),) = book.defined_names[f"okrsheets_supports_{tab}"].destinations
    cells = book[sheet][area.replace("$", "")]
    rows = cells if isinstance(cells, tuple) else ((cells,),)
    return str(rule.sqref), [row[0].value for row in rows]


@pytest.mark.parametrize("content", [{}, FILLED])
def test_stamp__supports__each_cycle_offers_its_own(content: Mapping[str, Content]) -> None:
    data = sheet_with(content, supports=OFFERED)
    refs = [layout().fields[f"Q1.O{n}.supports"].place.ref for n in (1, 2, 3)]
    for tab, offered in {"Q1": OFFERED["Q1"], "Q3": OFFERED["Q3"], "Q2": (None,)}.items():
        area, texts = _lists_of(data, tab)
        assert area.split() == refs
        assert texts == [*offered]
    assert inputs(read(data)) == expected(content)
    assert read(data).findings == ()


def test_stamp__supports__nobody_elses_text_and_the_plain_form_is_as_before() -> None:
    form = template()
    plain = form.stamp(stamp_of(ANN, form))
    sheet_with({}, supports=OFFERED)
    assert form.stamp(stamp_of(ANN, form)) == plain
    assert "okrsheets_supports" not in _parts(plain)["xl/workbook.xml"]
    other = "".join(_parts(sheet_with({}, supports={"Q1": ("Mine",)})).values())
    assert "Company · Grow" not in other


def ingested(workspace: Workspace) -> list[FileState]:
    return [file.state for file in ingest_paths(workspace, [workspace.inbox]).files]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "w", ("E1", "E2"))


TYPED = {
    **DONE,
    "Q1.O1.K1.reason": HARD_TEXTS[2],
    "Q1.review.how": "=1+1 _x005F_x000D_",
    "annual.review.self": "年终总结 😀",
}


def test_issue_sheets__filled__gives_back_what_was_sent_in(workspace: Workspace) -> None:
    send(workspace, "E1", TYPED)
    assert ingested(workspace) == [FileState.STORED]
    people = workspace.roster().people
    issued = issue_sheets(workspace, people, prefill=read_content(workspace, people))
    assert [sheet.filled > 0 for sheet in issued] == [True, False]
    found = inputs(read(issued[0].path.read_bytes()))
    meant = {key: str(value) for key, value in TYPED.items()}
    meant["Q1.review.how"] = "=1+1 _x000D_"  # what a program writes as _x005F_x000D_
    assert {key: raw for key, (_, raw) in found.items()} == meant
    assert {k for k, (kind, _) in found.items() if kind is CellKind.NUMBER} == {
        key for key, value in TYPED.items() if not isinstance(value, str)
    }
    assert inputs(read(issued[1].path.read_bytes())) == {}


def test_issue_sheets__filled_sheet_handed_in_untouched__changes_nothing(
    workspace: Workspace,
) -> None:
    send(workspace, "E1", TYPED)
    ingested(workspace)
    people = workspace.roster().people[:1]
    (sheet,) = issue_sheets(workspace, people, prefill=read_content(workspace, people))
    result = ingest_paths(workspace, [sheet.path])
    assert [file.state for file in result.files] == [FileState.UNCHANGED]


def test_issue_sheets__filled_sheet_worked_on__replaces_what_was_stored(
    workspace: Workspace,
) -> None:
    send(workspace, "E1", DONE)
    ingested(workspace)
    people = workspace.roster().people[:1]
    (sheet,) = issue_sheets(workspace, people, prefill=read_content(workspace, people))
    later = datetime(2026, 10, 9, tzinfo=UTC)
    data = fill(sheet.path.read_bytes(), {"Q1.O1.K1.actual": 90}, modified=later)
    (workspace.inbox / "again.xlsx").write_bytes(data)
    (workspace.inbox / "E1.xlsx").unlink()
    assert ingested(workspace) == [FileState.REPLACED]
    cells = read_content(workspace, people).sheets["E1"].cells
    assert cells["Q1.O1.K1.actual"].raw == "90"
    assert cells["Q1.O1.K2.actual"].raw == "50"


def test_issue_sheets__filled_over_a_blank_one__is_kept_until_forced(
    workspace: Workspace,
) -> None:
    people = workspace.roster().people[:1]
    issue_sheets(workspace, people)
    send(workspace, "E1", DONE)
    ingested(workspace)
    content = read_content(workspace, people)
    states = [
        issue_sheets(workspace, people, prefill=content, force=force)[0].state
        for force in (False, True, True)
    ]
    assert states == [IssueState.KEPT, IssueState.REPLACED, IssueState.UNCHANGED]


def test_issue_sheets__filled_where_the_form_became_smaller__holds_all_of_it(
    workspace: Workspace,
) -> None:
    send(workspace, "E1", {**DONE, "Q1.O1.K1.evidence": "the survey"})
    ingested(workspace)
    file = workspace.root / "okrsheets.toml"
    text = file.read_text(encoding="utf-8").replace("key_results = 3", "key_results = 1")
    text = text.replace("leave_out = []", 'leave_out = ["evidence", "anchors"]')
    file.write_text(text, encoding="utf-8")
    smaller = open_workspace(workspace.root)
    people = smaller.roster().people
    issued = issue_sheets(smaller, people, prefill=read_content(smaller, people))
    identities = [read(sheet.path.read_bytes()).identity for sheet in issued]
    assert [i.shape for i in identities if i] == ["3x2Q-anchors", "3x1Q-anchors-evidence"]
    reading = read_submission(issued[0].path.read_bytes(), options=smaller.sheet_options)
    assert reading.cells["Q1.O1.K1.evidence"].raw == "the survey"
    assert reading.cells["Q1.O1.K2.target"].raw == "50"


def test_issue_sheets__filled_in_another_language__drop_downs_are_in_its_words(
    workspace: Workspace,
) -> None:
    send(workspace, "E1", {**DONE, "Q1.O1.K1.status": "On track", "Q1.O1.K1.owner": "Increase"})
    ingested(workspace)
    (workspace.root / "roster.csv").write_text("id,name,language\nE1,E1,zh\n", encoding="utf-8")
    people = workspace.roster().people
    (sheet,) = issue_sheets(workspace, people, prefill=read_content(workspace, people))
    reading = read(sheet.path.read_bytes())
    keys = ("type", "status", "owner")
    assert [reading.cells[f"Q1.O1.K1.{k}"].raw for k in keys] == ["正向", "可控", "Increase"]


UNITS = """HQ,Acme,,,,,,,company
D1,Sales unit,Sales,,,,,,department
D2,Inside sales,Sales/Inside,,,,,,department
D3,Product unit,Product,,,,,,department
P1,Ann,Sales/Inside,,,,,,
P2,Bo,,,,,,,
"""


def plan_of(*objectives: str) -> dict[str, str | float]:
    values: dict[str, str | float] = {}
    for number, text in enumerate(objectives, 1):
        stem = f"Q1.O{number}"
        values |= {f"{stem}.text": text, f"{stem}.K1.text": "One"}
        values |= {f"{stem}.K1.type": "Linear", f"{stem}.K1.target": 5}
    return values


def test_issue_sheets__units_have_planned__their_objectives_are_offered_to_their_people(
    workspace: Workspace,
) -> None:
    write_people(workspace, (), more=UNITS)
    send(workspace, "HQ", plan_of("Grow, and stay", "a" * 120))
    send(workspace, "D1", plan_of('Sell "more"'))
    send(workspace, "D2", plan_of("Call\nmore"))
    send(workspace, "D3", plan_of("Build less"))
    assert set(ingested(workspace)) == {FileState.STORED}
    issued = {i.person.id: i.path for i in issue_sheets(workspace, workspace.roster().people)}
    company = ["Acme · Grow, and stay", f"Acme · {'a' * 92}…"]
    _, offered = _lists_of(issued["P1"].read_bytes(), "Q1")
    assert offered == ["Inside sales · Call more", 'Sales unit · Sell "more"', *company]
    assert all(len(str(text)) <= 100 for text in offered)
    assert _lists_of(issued["P2"].read_bytes(), "Q1")[1] == company
    assert _lists_of(issued["D2"].read_bytes(), "Q1")[1] == ['Sales unit · Sell "more"', *company]
    everything = _parts(issued["P1"].read_bytes())
    assert not any("Build less" in text for text in everything.values())
    top = _parts(issued["HQ"].read_bytes())["xl/workbook.xml"]
    assert "okrsheets_supports" not in top


@needs_office
def test_issue_sheets__drop_down_in_libreoffice__survives_with_own_words(
    tmp_path: Path,
) -> None:
    source, saved = tmp_path / "offer.xlsx", tmp_path / "saved.xlsx"
    source.write_bytes(sheet_with({}, supports=OFFERED))
    place = layout().fields["Q1.O2.supports"].place
    run_office([Job(source, {place: "My own words"}, (), saved)])
    assert _lists_of(saved.read_bytes(), "Q1")[1] == [*OFFERED["Q1"]]
    assert read(saved.read_bytes()).cells["Q1.O2.supports"].raw == "My own words"


def test_issue_sheets__joined_and_left__the_stamp_says_in_which_cycles_nobody_works_here(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = (
        "N,New,Sales,,,,2026-07-01,,\nL,Gone,Sales,,,,,2026-03-31,\nS,Stays,Sales,,,,2020-01-01,,\n"
    )
    write_people(workspace, (), more=lines)
    stamps: list[Stamp] = []
    kind = type(template())
    stamp_it = kind.stamp

    def noted(form: object, stamp: Stamp) -> bytes:
        stamps.append(stamp)
        return stamp_it(form, stamp)  # type: ignore[arg-type] # a compiled template

    monkeypatch.setattr(kind, "stamp", noted)
    issue_sheets(workspace, workspace.roster().people)
    assert [sorted(stamp.away) for stamp in stamps] == [["Q1", "Q2"], ["Q2", "Q3", "Q4"], []]


def test_carry_forward__next_year__takes_what_lasts_and_leaves_the_rest(
    workspace: Workspace, tmp_path: Path
) -> None:
    root = workspace.root
    (root / "mail").mkdir(exist_ok=True)
    for name in ("logo.png", "own.en.xlsx", "own.zh.xlsx", "mail/letter.en.txt", "mail/E1.eml"):
        (root / name).write_bytes(name.encode())
    settings_file = root / "okrsheets.toml"
    text = settings_file.read_text(encoding="utf-8")
    text = text.replace('logo = ""', 'logo = "logo.png"  # ours').replace(
        "objectives = 3", "objectives = 2"
    )
    text = text.replace('template = ""', 'template = "own.{language}.xlsx"')
    settings_file.write_text(text, encoding="utf-8")
    send(workspace, "E1", DONE)
    ingested(workspace)
    before = {p: p.read_bytes() for p in root.rglob("*") if p.is_file()}
    new = carry_forward(tmp_path / "next", open_workspace(root), {})
    assert new.settings.year == 2027
    changed = (new.root / "okrsheets.toml").read_text(encoding="utf-8")
    assert changed == text.replace("year = 2026", "year = 2027")
    files = {p.relative_to(new.root).as_posix() for p in new.root.rglob("*") if p.is_file()}
    assert files == {
        *(KEY_FILE, "okrsheets.toml", "roster.csv", "logo.png"),
        *("own.en.xlsx", "own.zh.xlsx", "mail/letter.en.txt"),
    }
    assert new.key == workspace.key
    assert {p: p.read_bytes() for p in root.rglob("*") if p.is_file()} == before


def test_carry_forward__sheet_of_the_old_year__is_known_and_told_apart(
    workspace: Workspace, tmp_path: Path
) -> None:
    new = carry_forward(tmp_path / "next", workspace, {})
    send(workspace, "E1", DONE)
    (file,) = ingest_paths(new, [workspace.inbox]).files
    assert file.state is FileState.REJECTED
    assert "V104" in {finding.code for finding in file.findings}
    assert "V101" not in {finding.code for finding in file.findings}


def test_carry_forward__values_given__stand_in_the_place_of_the_old(
    workspace: Workspace, tmp_path: Path
) -> None:
    values = {"year": 2030, "organisation": 'New "name"', "language": "zh"}
    new = carry_forward(tmp_path / "next", workspace, values).settings
    assert (new.year, new.organisation, new.language) == (2030, 'New "name"', "zh")


def test_carry_forward__folder_with_a_workspace__is_refused_unchanged(
    workspace: Workspace,
) -> None:
    with pytest.raises(UsageError, match="nothing was changed"):
        carry_forward(workspace.root, workspace, {})


def test_carry_forward__year_hidden_in_odd_writing__is_refused(
    workspace: Workspace, tmp_path: Path
) -> None:
    file = workspace.root / "okrsheets.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("year = 2026", '"year" = 2026'), encoding="utf-8")
    with pytest.raises(UsageError, match="year = 2027"):
        carry_forward(tmp_path / "next", open_workspace(workspace.root), {})
    assert not (tmp_path / "next").exists()


def test_init__from_an_old_workspace__needs_nothing_else(
    workspace: Workspace, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", str(tmp_path / "next"), "--from", str(workspace.root)]) == 0
    assert open_workspace(tmp_path / "next").settings.organisation == "Acme"
    assert main(["init", str(tmp_path / "other")]) == 2
    assert "--from" in capfd.readouterr().err


def test_sheets__filled__says_how_many_hold_something(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    send(workspace, "E1", DONE, modified=OCTOBER)
    ingested(workspace)
    capfd.readouterr()
    assert main(["-C", str(workspace.root), "sheets", "--filled"]) == 0
    out = capfd.readouterr().out
    assert "1 sheet with what was sent in so far" in out
    assert "1 blank sheet" in out
