"""What the sheet tells its reader while it is filled in: hints, phases, notes, logo, chart.

LibreOffice is started once for the module; every expected word and figure is typed by hand.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from office import Job, Value, office_is_here, run_office
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image
from sheet_kit import ANN, opened, sheet_of, stamp_of, template
from surgery import good_sheet, parts_of, zipped

from okrsheets.batch.examine import Work, examine_file
from okrsheets.batch.logo import read_logo
from okrsheets.batch.rules import Rules
from okrsheets.batch.sources import Source
from okrsheets.cells import Place
from okrsheets.errors import UsageError
from okrsheets.language import load_language
from okrsheets.layout import build_layout, column_letter, tab_rules
from okrsheets.model import Policies
from okrsheets.shape import MONTHS, QUARTERS, SheetOptions
from okrsheets.sheets import TemplateSpec, compile_template, prepare_logo
from okrsheets.sheets.notes import size_of_note
from okrsheets.workspace import create_workspace, open_workspace

LANGUAGES = ("en", "zh")
TABS = ("Q1", "Q2", "Q3", "Q4")
in_office = pytest.mark.skipif(not office_is_here(), reason="LibreOffice is not on this machine")
Typed = Mapping[str, str | float]


@dataclass(frozen=True)
class Case:
    """One key result: what is typed, the hint in both languages, what intake must find."""

    typed: Typed
    en: str = ""
    zh: str = ""
    code: str = ""


def case(en: str, zh: str, code: str, **typed: str | float) -> Case:
    """Give a case of a key result that has a text; `self_` is the self score."""
    named = {"self_": "self"}
    cells = {named.get(key, key): value for key, value in typed.items()}
    return Case({"text": "A result", **cells}, en, zh, code)


REASON = ("→ give a reason", "→ 请写理由")
CASES = (
    Case({}),
    Case({"weight": 0.5}, "✗ no text", "✗ 缺文字", "S401"),
    case("✗ choose a type", "✗ 请选类型", "K201"),
    case("✗ no baseline", "✗ 缺起始值", "K202", type="increase", target=90),
    case("✗ no target", "✗ 缺目标值", "K203", type="decrease", baseline=90),
    case("✗ no target", "✗ 缺目标值", "K203", type="linear"),
    case("✗ no upper bound", "✗ 缺上限", "K210", type="range", target=90),
    case("✗ no anchors", "✗ 缺锚点", "K217", type="anchored", baseline=0, target=9, v30=3),
    case(
        "✗ target equals baseline",
        "✗ 目标值与起始值相同",
        "K205",
        type="increase",
        baseline=80,
        target=80,
    ),
    case(
        "✗ target is below baseline",
        "✗ 目标值应高于起始值",
        "K206",
        type="increase",
        baseline=80,
        target=70,
    ),
    case(
        "✗ target is above baseline",
        "✗ 目标值应低于起始值",
        "K207",
        type="decrease",
        baseline=80,
        target=90,
    ),
    case("✗ target must be above 0", "✗ 目标值须大于 0", "K209", type="linear", target=0),
    case(
        "✗ upper bound is below the lower",
        "✗ 上限低于下限",
        "K211",
        type="range",
        target=9,
        upper=5,
    ),
    case("✗ stages: 1, 2, 3 …", "✗ 阶段数须为正整数", "K214", type="milestone", target=2.5),
    case(
        "✗ anchors out of order",
        "✗ 锚点次序不对",
        "K218",
        type="anchored",
        baseline=0,
        v30=70,
        v70=30,
        target=100,
    ),
    case("✗ check the actual", "✗ 请核对实际值", "K215", type="milestone", target=4, actual=2.5),
    case("✗ check the actual", "✗ 请核对实际值", "S243", type="yesno", actual=7),
    case(*REASON, "K402", type="increase", baseline=80, target=90, actual=85),
    case(*REASON, "K401", type="increase", baseline=80, target=90, actual=88, self_=0.95),
    case(*REASON, "K403", type="judged", self_=0.8),
    case(*REASON, "K402", type="linear", target=10, actual=6.9, reason="   "),
    case("✗ why void?", "✗ 请写作废原因", "K501", type="linear", target=5, status="void"),
    case("", "", "", type="increase", baseline=80, target=90),
    case("", "", "", type="increase", baseline=80, target=90, actual=88),
    case("", "", "", type="increase", baseline=80, target=90, actual=88, self_=0.9),
    case("", "", "", type="increase", baseline=80, target=90, actual=85, reason="Late"),
    case("", "", "", type="linear", target=10, actual=7),
    case("", "", "", type="linear", target=10, actual=6.99),
    case("", "", "", type="range", target=90, upper=110, actual=100),
    case("", "", "", type="anchored", baseline=100, v30=70, v70=30, target=0, actual=10),
    case("", "", "", type="yesno", actual="yes"),
    case("", "", "", type="judged"),
    case("", "", "", type="linear", target=5, status="void", reason="The law changed"),
)
"""By hand: 85 from 80 to 90 is 0.50; 88 is 0.80, 0.95 lies 0.15 off and 0.90 just 0.10; 6.9 of 10
shows 0.69, 6.99 of 10 shows 0.70, which is on target."""
WATCHED = {case.code for case in CASES} - {""}


def slot_of(number: int) -> str:
    """Give the place of case `number`: four tabs of three times three key results."""
    tab, rest = divmod(number, 9)
    return f"{TABS[tab]}.O{rest // 3 + 1}.K{rest % 3 + 1}"


def hint_place(language: str, key: str) -> Place:
    """Give the cell of the hint in a row: `Q1.O1.K2`, `Q1.O1`, `Q1` for the total."""
    known = build_layout(SheetOptions(), load_language(language)).fields
    place = known[f"{key}.score"].place
    letter = tab_rules("Q1").column("hint").letter
    return Place(place.sheet, letter + place.ref.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


@dataclass(frozen=True)
class Sheet:
    """One sheet to be filled in LibreOffice, and the cells to look at."""

    name: str
    typed: Typed
    show: tuple[Place, ...]
    language: str = "en"
    policies: Policies = field(default_factory=Policies)

    def job(self, folder: Path) -> Job:
        """Give the work for the office."""
        form = template(self.language, self.policies)
        layout = build_layout(SheetOptions(), load_language(self.language))
        source = folder / f"blank-{self.name}.xlsx"
        source.write_bytes(form.stamp(stamp_of(ANN, form)))
        cells: dict[Place, Value] = {}
        for key, value in self.typed.items():
            known = layout.fields[key]
            words = layout.choices.get(known.rule.choice or "yesno", {})
            typed = words.get(value, value) if isinstance(value, str) else Decimal(str(value))
            cells[known.place] = typed
        return Job(source, cells, self.show, folder / f"{self.name}.xlsx")


def all_cases(language: str) -> Sheet:
    """Give one sheet with every case of a key result."""
    typed: dict[str, str | float] = {
        f"{tab}.O{o}.text": "A goal" for tab in TABS for o in (1, 2, 3)
    }
    for number, one in enumerate(CASES):
        typed |= {f"{slot_of(number)}.{key}": value for key, value in one.typed.items()}
    show = tuple(hint_place(language, slot_of(number)) for number in range(len(CASES)))
    return Sheet(f"cases-{language}", typed, show, language)


def lines(weights: tuple[float | None, ...], o: int = 1, tab: str = "Q1") -> Typed:
    """Give an objective with a key result for each weight; None is a blank one."""
    typed: dict[str, str | float] = {f"{tab}.O{o}.text": "A goal"}
    for k, weight in enumerate(weights, 1):
        typed[f"{tab}.O{o}.K{k}.text"] = "A result"
        if weight is not None:
            typed[f"{tab}.O{o}.K{k}.weight"] = weight
    return typed


OBJECTIVES = (
    ({"Q1.O1.text": "A goal"}, "✗ no key result", "✗ 缺关键结果"),
    ({"Q1.O1.K1.text": "A result"}, "✗ no text", "✗ 缺文字"),
    ({"Q1.O1.supports": "Company O1"}, "✗ no text", "✗ 缺文字"),
    (lines((0.4, 0.5)), "✗ 10 points missing", "✗ 还差 10 个百分点"),
    (lines((0.7, 0.4)), "✗ 10 points too many", "✗ 超出 10 个百分点"),
    (lines((None, None)), "✓ equal weights", "✓ 平均分配"),
    (lines((0.4, None)), "✓ the rest is shared", "✓ 其余平分"),
    (lines((0.6, 0.4)), "✓ weights 100%", "✓ 权重合计 100%"),
    (lines((1, None)), "✗ nothing left for the blanks", "✗ 留空的已无权重可分"),
    ({**lines((0.4, 0.5)), "Q1.excused": "yes"}, "", ""),
)
DONE: Typed = {"Q1.O1.text": "A goal", "Q1.O1.K1.text": "80 of 100", "Q1.O1.K1.type": "linear"}
"""One key result of ten planned, to which an actual is added: 8 shows 0.80, 5 shows 0.50."""
PLANNED: Typed = {**DONE, "Q1.O1.K1.target": 10}


def bars(language: str) -> tuple[Place, ...]:
    """Give the counts in the bars of the plan and the score, the bar of the improvement plan."""
    rules = tab_rules("Q1")
    plan = build_layout(SheetOptions(), load_language(language)).fields["Q1.plan.1.measure"].place
    row = int(plan.ref.lstrip("C")) - 1
    return (
        Place("Q1", f"{rules.column('unit').letter}6"),
        Place("Q1", f"{rules.column('reason').letter}6"),
        Place("Q1", f"{rules.column('text').letter}{row}"),
    )


PHASES: tuple[tuple[str, Typed, tuple[str, ...]], ...] = (
    ("empty", {}, ("0 of 9 planned", "", "Improvement: what will be done")),
    (
        "planned",
        PLANNED,
        ("1 of 9 planned", "1 of 1 to score", "Improvement: what will be done"),
    ),
    (
        "good",
        {**PLANNED, "Q1.O1.K1.actual": 8},
        ("1 of 9 planned", "✓ all scored", "Improvement plan: not needed this time"),
    ),
    (
        "low",
        {**PLANNED, "Q1.O1.K1.actual": 5},
        ("1 of 9 planned", "✓ all scored", "Improvement plan: needed, below 0.70"),
    ),
)
CAPTIONS = ("Q1  0.80", "Q2  1.00", "Q3  0.05", "Q4  –")


def captions() -> Sheet:
    """Give a year with three scores: 8, 10 and 0.5 of 10."""
    typed = {
        key.replace("Q1", tab): value
        for tab, actual in (("Q1", 8.0), ("Q2", 10.0), ("Q3", 0.5))
        for key, value in {**PLANNED, "Q1.O1.K1.actual": actual}.items()
    }
    letter = tab_rules("annual").column("caption").letter
    return Sheet("year", typed, tuple(Place("Year", f"{letter}{row}") for row in range(9, 13)))


def sheets() -> Iterator[Sheet]:
    """Yield every sheet of this module."""
    for language in LANGUAGES:
        yield all_cases(language)
        for number, (typed, *_) in enumerate(OBJECTIVES):
            show = (hint_place(language, "Q1.O1"),)
            yield Sheet(f"objective-{number}-{language}", typed, show, language)
    for name, typed, _ in PHASES:
        yield Sheet(f"phase-{name}", typed, bars("en"))
    low = {**PLANNED, "Q1.O1.K1.actual": 5}
    for rule in ("require", "off"):
        place = (hint_place("en", "Q1.O1.K1"),)
        yield Sheet(f"reason-{rule}", low, place, policies=Policies(reason_rule=rule))
    over = {**lines((None,)), **lines((None,), 2), "Q1.O1.weight": 0.5, "Q1.O2.weight": 0.6}
    yield Sheet("total", over, (hint_place("en", "Q1"),))
    yield captions()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> tuple[Mapping[str, tuple[str, ...]], Path]:
    """Fill every sheet in one office; give what each shows, and the folder of the saved files."""
    folder = tmp_path_factory.mktemp("guidance")
    every = list(sheets())
    shown = run_office([sheet.job(folder) for sheet in every])
    return {s.name: tuple(texts.values()) for s, texts in zip(every, shown, strict=True)}, folder


@pytest.mark.office
@in_office
@pytest.mark.parametrize("language", LANGUAGES)
def test_hint__of_a_key_result__names_the_first_thing_it_lacks(
    office: tuple[Mapping[str, tuple[str, ...]], Path], language: str
) -> None:
    expected = tuple(one.zh if language == "zh" else one.en for one in CASES)
    assert office[0][f"cases-{language}"] == expected


@pytest.mark.office
@in_office
def test_hint__of_a_key_result__says_what_intake_says(
    office: tuple[Mapping[str, tuple[str, ...]], Path],
) -> None:
    found = examine_file(Source(office[1] / "cases-en.xlsx"), Work(Rules())).findings
    rows = {
        f"{p.sheet}!{p.ref.lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}": set[str]()
        for f in found
        if (p := f.place)
    }
    for finding in found:
        if finding.place:
            row = finding.place.ref.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            rows[f"{finding.place.sheet}!{row}"].add(finding.code)
    for number, one in enumerate(CASES):
        place = hint_place("en", slot_of(number))
        row = place.ref.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        codes = rows.get(f"{place.sheet}!{row}", set()) & WATCHED
        assert (one.code in codes) if one.code else not codes, (slot_of(number), one, codes)


@pytest.mark.office
@in_office
@pytest.mark.parametrize("number", range(len(OBJECTIVES)))
def test_hint__of_an_objective__checks_text_key_results_and_weights(
    office: tuple[Mapping[str, tuple[str, ...]], Path], number: int
) -> None:
    _, en, zh = OBJECTIVES[number]
    assert office[0][f"objective-{number}-en"] == (en,)
    assert office[0][f"objective-{number}-zh"] == (zh,)


@pytest.mark.office
@in_office
def test_hint__of_the_total__checks_the_objectives_weights(
    office: tuple[Mapping[str, tuple[str, ...]], Path],
) -> None:
    assert office[0]["total"] == ("✗ 10 points too many",)


@pytest.mark.office
@in_office
@pytest.mark.parametrize(("rule", "words"), [("require", "✗ give a reason"), ("off", "")])
def test_hint__missing_reason__is_as_grave_as_the_policy(
    office: tuple[Mapping[str, tuple[str, ...]], Path], rule: str, words: str
) -> None:
    assert office[0][f"reason-{rule}"] == (words,)


@pytest.mark.office
@in_office
@pytest.mark.parametrize(("name", "words"), [(name, words) for name, _, words in PHASES])
def test_bars__at_each_stage__say_how_far_it_is(
    office: tuple[Mapping[str, tuple[str, ...]], Path], name: str, words: tuple[str, ...]
) -> None:
    assert office[0][f"phase-{name}"] == words


@pytest.mark.office
@in_office
def test_chart__labels__tell_a_missing_score_from_a_low_one(
    office: tuple[Mapping[str, tuple[str, ...]], Path],
) -> None:
    assert office[0]["year"] == CAPTIONS


def test_hint__inserted_line__is_counted_against_the_keyed_ones() -> None:
    total = opened(sheet_of())["Q1"][hint_place("en", "Q1").ref].value
    keyed = ",".join(f"C{row}" for row in range(9, 21))
    assert f"COUNTA(C9:C20)>COUNTA({keyed})" in total


def test_hint__four_objectives__are_remarked_on() -> None:
    form = template("en", None, SheetOptions(objectives=4))
    tab = opened(form.stamp(stamp_of(ANN, form)))["Q1"]
    row = build_layout(form.spec.options, form.spec.language).fields["Q1.score"].place.ref
    assert "· more than 3 objectives" in tab[f"J{row.lstrip('NOPQ')}"].value


def test_hint__columns_left_out__are_not_asked_for() -> None:
    form = template("en", None, SheetOptions(left_out=("anchors", "reviewer", "self")))
    formula = opened(form.stamp(stamp_of(ANN, form)))["Q1"]["J10"].value
    assert "anchors" not in formula
    assert "scores: 0 to 1" not in formula
    assert "no baseline" in formula


def test_sheet_of_an_earlier_form__column_gap__is_read_without_a_finding(tmp_path: Path) -> None:
    parts = parts_of(good_sheet())
    strings = parts["xl/sharedStrings.xml"]
    old = strings.replace(b'preserve">hint<', b'preserve">gap<')
    assert old != strings
    path = tmp_path / "old.xlsx"
    path.write_bytes(zipped({**parts, "xl/sharedStrings.xml": old}))
    codes = {finding.code for finding in examine_file(Source(path), Work(Rules())).findings}
    assert not {code for code in codes if code.startswith("L")}


def headings(tab: Worksheet, rows: tuple[int, ...]) -> Iterator[str]:
    """Yield the cells of these rows that hold words and are shown."""
    for row in rows:
        for cell in tab[row]:
            hidden = tab.column_dimensions[column_letter(cell.column or 1)].hidden
            if cell.value and not hidden and (cell.column or 1) > 1:
                yield cell.coordinate


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings__on_every_tab__carry_a_note_in_the_sheets_language(language: str) -> None:
    book = opened(sheet_of(ANN, language))
    year = book["年度" if language == "zh" else "Year"]
    # row 7 and 8: the headings; 25 to 29: the review's questions; 30: the improvement plan's
    places = [(book["Q1"], ref) for ref in headings(book["Q1"], (7, 30))]
    places += [(book["Q1"], f"C{row}") for row in range(25, 30)]
    places += [(year, ref) for ref in headings(year, (8,))]
    places += [(year, f"C{row}") for row in range(17, 21)]
    assert len(places) > 35
    for tab, ref in places:
        note = tab[ref].comment
        assert note, ref
        assert bool(re.search("[一-鿿]", note.text)) == (language == "zh"), ref
        assert 8 < len(note.text) <= 260


def test_note__longer_words__get_a_larger_box() -> None:
    short, long = size_of_note("One name."), size_of_note("很长的说明" * 20)
    # by hand: 9 letters of 6.9 fit one line of 16 and 12 for the edges; 200 letters of 6.9 are
    # 1380, in a box of 290 - 12 = 278 five lines
    assert short == (210, 28)
    assert long == (290, 92)


def picture(width: int, height: int, form: str = "PNG", **options: object) -> bytes:
    """Give a picture of one colour."""
    target = io.BytesIO()
    Image.new("RGB", (width, height), (18, 59, 89)).save(target, form, **options)
    return target.getvalue()


@pytest.mark.parametrize(
    ("size", "kept"),
    [((3000, 400), (760, 101)), ((100, 900), (15, 136)), ((16, 16), (16, 16))],
)
def test_prepare_logo__of_any_shape__is_no_larger_than_print_needs(
    size: tuple[int, int], kept: tuple[int, int]
) -> None:
    made = prepare_logo(picture(*size), Path("logo.png"))
    with Image.open(io.BytesIO(made)) as image:
        assert image.format == "PNG"
        assert image.size == kept


def test_prepare_logo__jpeg_with_its_place__keeps_the_picture_only() -> None:
    exif = Image.Exif()
    exif[0x010E] = "Taken at home"
    made = prepare_logo(picture(200, 80, "JPEG", exif=exif), Path("logo.jpg"))
    assert made.startswith(b"\x89PNG")
    assert b"home" not in made


@pytest.mark.parametrize(
    "content",
    [
        picture(60, 60, "GIF"),
        picture(60, 60)[:90],
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"",
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_prepare_logo__not_a_whole_png_or_jpeg__is_refused(content: bytes) -> None:
    with pytest.raises(UsageError, match="not a whole PNG or JPEG"):
        prepare_logo(content, Path("logo.png"))


def test_prepare_logo__cut_picture_where_another_library_is_lenient__is_still_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(UsageError, match="not a whole PNG or JPEG"):
        prepare_logo(picture(60, 60)[:90], Path("logo.png"))


def test_prepare_logo__huge_surface_in_a_small_file__is_refused() -> None:
    with pytest.raises(UsageError, match="not a whole PNG or JPEG"):
        prepare_logo(picture(6000, 5000), Path("logo.png"))


def test_prepare_logo__more_than_500_kb__is_refused() -> None:
    with pytest.raises(UsageError, match="larger than 500 kB"):
        prepare_logo(b"x" * 500_001, Path("logo.png"))


def test_read_logo__missing_file__says_what_to_do(tmp_path: Path) -> None:
    create_workspace(tmp_path / "w", organisation="Acme", year=2026, language="en")
    settings = tmp_path / "w" / "okrsheets.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub(r'(?m)^#? ?logo = ""', 'logo = "our.png"', text), encoding="utf-8")
    workspace = open_workspace(tmp_path / "w")
    with pytest.raises(UsageError, match=r"our\.png cannot be read \(No such file or directory\)"):
        read_logo(workspace)
    (tmp_path / "w" / "our.png").write_bytes(picture(40, 20))
    assert (read_logo(workspace) or b"").startswith(b"\x89PNG")


@cache
def with_logo(cycles: tuple[str, ...] = QUARTERS) -> Mapping[str, bytes]:
    """Give the parts of a sheet that carries a logo."""
    spec = TemplateSpec(
        language=load_language("en"),
        organisation="Smith & Sons",
        year=2026,
        options=SheetOptions(cycles=cycles),
        logo=prepare_logo(picture(400, 100), Path("logo.png")),
    )
    form = compile_template(spec)
    return parts_of(form.stamp(stamp_of(ANN, form)))


@pytest.mark.parametrize(("cycles", "tabs"), [(QUARTERS, 6), (MONTHS, 14)])
def test_logo__on_every_visible_tab__is_stored_once(cycles: tuple[str, ...], tabs: int) -> None:
    parts = with_logo(cycles)
    pictures = [name for name in parts if name.startswith("xl/media/")]
    assert len(pictures) == 1
    drawings = [n for n in parts if re.fullmatch(r"xl/drawings/drawing\d+\.xml", n)]
    assert sum(parts[n].count(b'descr="Smith &amp; Sons"') for n in drawings) == tabs
    relations = [parts[n] for n in parts if n.startswith("xl/drawings/_rels/")]
    assert sum(r.count(f'"/{pictures[0]}"'.encode()) for r in relations) == tabs


def test_logo__part_of_the_package__is_the_picture_itself() -> None:
    parts = with_logo()
    name = next(n for n in parts if n.startswith("xl/media/"))
    assert parts[name] == prepare_logo(picture(400, 100), Path("logo.png"))


@pytest.mark.parametrize("cycles", [QUARTERS, MONTHS])
def test_chart__stored_values__are_those_of_the_empty_form(cycles: tuple[str, ...]) -> None:
    form = template("zh", None, SheetOptions(cycles=cycles))
    data = form.stamp(stamp_of(ANN, form))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        chart = ET.fromstring(package.read("xl/charts/chart1.xml"))  # noqa: S314 - our own part
    space = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
    scores, line = chart.iter(f"{space}numCache")
    assert [v.text for v in scores.iter(f"{space}v")] == []
    assert [v.text for v in line.iter(f"{space}v")] == ["0.7"] * len(cycles)
    texts = [v.text for v in next(chart.iter(f"{space}strCache")).iter(f"{space}v")]
    assert texts == [f"{tab}  –" for tab in cycles]
    visible = next(chart.iter(f"{space}plotVisOnly"))
    assert visible.get("val") == "0"
    top, bottom = next(chart.iter(f"{space}max")), next(chart.iter(f"{space}min"))
    assert (top.get("val"), bottom.get("val")) == ("1", "0")


def test_chart__target_line__follows_the_policies_edge() -> None:
    edges = Policies(band_edges=(Decimal("0.01"), Decimal("0.80"), Decimal(1)))
    form = template("en", edges)
    tab = opened(form.stamp(stamp_of(ANN, form)))["Year"]
    letter = tab_rules("annual").column("line").letter
    assert [tab[f"{letter}{row}"].value for row in range(9, 13)] == [0.8] * 4
    assert tab["C14"].value == "Scores of the cycles. Broken line: 0.80, on target"


def printed_heights(tab: Worksheet) -> list[float]:
    """Give the points of each page between the breaks, heads included."""
    breaks = sorted(int(b.id or 0) for b in tab.row_breaks.brk)
    pages = [0.0] * (len(breaks) + 1)
    for row in range(2, tab.max_row + 1):
        page = sum(row > at for at in breaks)
        pages[page] += tab.row_dimensions[row].height or 15
    heads = sum(tab.row_dimensions[row].height or 15 for row in (2, 3, 4))
    return [points + heads * bool(n and tab.print_title_rows) for n, points in enumerate(pages)]


def points_of_a_page(tab: Worksheet) -> float:
    """Give what A4 landscape holds at the scale at which the tab is one page wide.

    A column's width is in digits of 7 pixels, of which 96 are 72 points; A4 is 842 by 595 points,
    the margins are 0.4 inches at the sides, 0.5 above and 0.6 below.
    """
    shown = [d for d in tab.column_dimensions.values() if not d.hidden and not d.outlineLevel]
    wide = (
        sum(d.width * ((d.max or 0) - (d.min or 0) + 1) for d in shown if d.index != "A") * 7 * 0.75
    )
    return (595 - 1.1 * 72) / min(1, (842 - 0.8 * 72) / wide)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("cycles", [QUARTERS, MONTHS])
def test_how_to__fits_on_two_pages_and_the_year_as_well(
    language: str, cycles: tuple[str, ...]
) -> None:
    form = template(language, None, SheetOptions(cycles=cycles, check_ins=True))
    book = opened(form.stamp(stamp_of(ANN, form)))
    for tab in (book.worksheets[0], book.worksheets[len(cycles) + 1]):
        pages = printed_heights(tab)
        assert len(pages) == 2
        assert max(pages) <= points_of_a_page(tab), tab.title


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_to__says_whom_to_send_it_to(language: str) -> None:
    spec = replace(template(language).spec, contact="hr@example.com")
    form = compile_template(spec)
    tab = opened(form.stamp(stamp_of(ANN, form))).worksheets[0]
    texts = [str(cell.value) for row in tab.iter_rows() for cell in row if cell.value]
    assert any(text.startswith("hr@example.com") for text in texts)


def test_how_to__types_that_the_sheet_cannot_hold__are_not_explained() -> None:
    form = template("en", None, SheetOptions(left_out=("anchors", "reviewer", "self")))
    tab = opened(form.stamp(stamp_of(ANN, form))).worksheets[0]
    words = {cell.value for cell in tab["B"]}
    assert "Increase" in words
    assert not {"Anchored", "Judged"} & words


def test_chinese_sheet__addresses_the_reader_politely() -> None:
    parts = parts_of(sheet_of(ANN, "zh"))
    told = [parts[n] for n in parts if n.endswith(("sheet2.xml", "Strings.xml")) or "comment" in n]
    words = unescape(b"".join(told).decode())
    assert "您" in words
    assert "你" not in words


def test_actual__figures__shrink_rather_than_turn_into_crosses() -> None:
    tab = opened(sheet_of())["Q1"]
    assert all(tab[f"{letter}10"].alignment.shrink_to_fit for letter in "FGHK")
    assert not tab["C10"].alignment.shrink_to_fit


@pytest.mark.parametrize("rule", ["warn", "off"])
def test_reason__policy_off__asks_for_it_only_where_something_is_void(rule: str) -> None:
    form = template("en", Policies(reason_rule=rule))
    rules = opened(form.stamp(stamp_of(ANN, form)))["Q1"].conditional_formatting
    formula = next(r.rules[0].formula[0] for r in rules if str(r.sqref).startswith("R10"))
    assert ("0.70" in formula) == (rule == "warn")


def test_review__before_there_is_a_score__rests() -> None:
    """The answers and the improvement plan ask for nothing until there is something to look at."""
    tab = opened(sheet_of(ANN, "en"))["Q1"]
    rules = {
        str(area.sqref): {rule.formula[0] for rule in area.rules}
        for area in tab.conditional_formatting
    }
    assert rules["D27:R29"] == {"COUNT($O$21)=0"}
    assert rules["C31:R33"] == {"AND(COUNT($O$21)=1,$O$21<0.70)=FALSE"}
