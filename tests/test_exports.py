"""Exports read back by other readers: every format holds the same records, exactly."""

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from filled_sheets import make_workspace

from okrsheets.batch.ingest import ingest_paths
from okrsheets.batch.results import load_year
from okrsheets.batch.sample import lay_sample
from okrsheets.errors import UsageError
from okrsheets.exports import workbook as workbook_module
from okrsheets.exports.column import Sort, Table
from okrsheets.exports.columns import TABLES
from okrsheets.exports.columns_flat import FLAT
from okrsheets.exports.dictionary import shown_columns
from okrsheets.exports.files import LEVELS, Wanted, write_file
from okrsheets.exports.frames import frames_of
from okrsheets.exports.rows import Export
from okrsheets.exports.texts import cut_for_cell, quoted_for_csv, unquoted, without_controls
from okrsheets.language import load_language
from okrsheets.model import (
    AnnualReview,
    Closing,
    Cycle,
    CycleReview,
    CycleSheet,
    FrozenPlan,
    KeyResult,
    Objective,
    Person,
    PersonYear,
    Policies,
    SheetIdentity,
    Submission,
)
from okrsheets.scoring.cycles import score_cycle
from okrsheets.scoring.years import score_year
from okrsheets.settings import Settings

HOSTILE = (
    "=1+1",
    "+86 10 1234",
    "-cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "\t=1",
    "\r=1",
    "  =HYPERLINK(1)",
    "＝１＋１",
    "－1",
    "﹢1",
    "\u200b=1",
    "'already quoted",
    'a "quote", a comma; and\na line',
    "把续订率提高到 95%，“每天”都愿意打开",
    "_x000D_ and _x0041_",
    "<b>&amp;</b> {{7*7}}",
    "👩‍🚀 𠮷 \u202eevil",
    "https://example.org",
    "2026-07-01",
    "000123",
    "1E5",
    "TRUE",
    "NaN",
    "NULL",
)
DOCS = Path(__file__).resolve().parent.parent / "docs"
SETTINGS = Settings(organisation="=Acme", year=2026)


def hostile_year(texts: tuple[str, ...] = HOSTILE) -> PersonYear:
    """Give a year whose every text is one of these; a key result for each."""
    key_results = tuple(
        KeyResult(n, text, owner=text, reason=text, unit=text, evidence=text)
        for n, text in enumerate(texts, 1)
    )
    quarter = Cycle(2026, "Q", 1)
    sheet = CycleSheet(
        quarter,
        (Objective(1, texts[0], supports=texts[1], key_results=key_results),),
        review=CycleReview(how_far=texts[2], how=texts[3], cause=texts[-1]),
    )
    identity = SheetIdentity("s", "000123", 2026, 1, "zh", "t", "p", "k")
    return PersonYear(
        Person("000123", texts[0], (texts[1], texts[2]), joined=dt.date(2026, 2, 28)),
        texts[-1],
        Submission(identity, texts[0], (sheet,), AnnualReview(self_review=texts[3])),
        score_year(2026, (score_cycle(sheet, Policies()),), Policies()),
        received=dt.date(2026, 4, 9),
        version=3,
    )


@pytest.fixture(scope="module", params=["en", "zh"])
def sample(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Wanted:
    """Take the sample organisation in, and add a person of hostile texts."""
    place = lay_sample(tmp_path_factory.mktemp("sample") / "demo", request.param)
    ingest_paths(place, [place.inbox])
    people = (*load_year(place), hostile_year())
    export = Export(people, place.policies, place.settings.fiscal_start)
    return Wanted(export, place.settings, load_language(request.param))


def written(wanted: Wanted, form: str, folder: Path, level: str = FLAT.name) -> Path:
    """Write an export and give its file."""
    path = folder / f"{level}.{form}"
    again = Wanted(wanted.export, wanted.settings, wanted.language, level)
    assert write_file(again, form, path) == ()
    assert [file.name for file in folder.iterdir()] == [path.name]
    return path


def all_lines(wanted: Wanted, level: str) -> list[dict[str, Any]]:
    return list(Wanted(wanted.export, wanted.settings, wanted.language, level).lines())


def table_of(level: str) -> Table:
    return TABLES.get(level, FLAT)


# ---------------------------------------------------------------- round trips


def number_or_none(text: str) -> float | None:
    return float(text) if text else None


READ_CSV: dict[Sort, Callable[[str], object]] = {
    Sort.TEXT: lambda text: unquoted(text) or None,
    Sort.CODE: lambda text: text or None,
    Sort.WHOLE: number_or_none,
    Sort.NUMBER: number_or_none,
    Sort.DAY: lambda text: dt.date.fromisoformat(text) if text else None,
    Sort.TRUTH: lambda text: {"true": True, "false": False}[text],
}


@pytest.mark.parametrize("level", LEVELS)
def test_csv__read_back__is_the_records(sample: Wanted, level: str, tmp_path: Path) -> None:
    path = written(sample, "csv", tmp_path, level)
    columns = table_of(level).columns
    with path.open(encoding="utf-8-sig", newline="") as stream:
        found = [
            {c.name: READ_CSV[c.sort](row[c.name]) for c in columns}
            for row in csv.DictReader(stream, strict=True)
        ]
    assert found == all_lines(sample, level)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_csv__read_by_pandas__same_numbers_and_texts(sample: Wanted, tmp_path: Path) -> None:
    frame = pd.read_csv(
        written(sample, "csv", tmp_path, "key_results"),
        dtype={"person": str, "text": str},
        keep_default_na=False,
        na_values={"score": [""], "actual": [""]},
    )
    lines = all_lines(sample, "key_results")
    assert [unquoted(text) for text in frame["text"]] == [line["text"] for line in lines]
    assert frame["person"].tolist()[-1] == "000123"
    assert [None if pd.isna(v) else v for v in frame["score"]] == [x["score"] for x in lines]


@pytest.mark.parametrize("level", LEVELS)
def test_parquet__read_by_pyarrow__is_the_records(
    sample: Wanted, level: str, tmp_path: Path
) -> None:
    content = pq.read_table(written(sample, "parquet", tmp_path, level))
    days = [c.name for c in table_of(level).columns if c.sort is Sort.DAY]
    found = [
        row | {day: row[day].date() if row[day] else None for day in days}
        for row in content.to_pylist()
    ]
    assert found == all_lines(sample, level)


def test_parquet__schema__is_typed_and_explains_itself(sample: Wanted, tmp_path: Path) -> None:
    schema = pq.read_schema(written(sample, "parquet", tmp_path, "people"))
    kinds = {name: str(schema.field(name).type) for name in schema.names}
    assert kinds["person"] == "string"
    assert kinds["score"] == "double"
    assert kinds["version"] == "int64"
    assert kinds["provisional"] == "bool"
    assert kinds["received"] == "timestamp[us]"
    assert schema.field("score").metadata[b"unit"] == "score 0–1".encode()
    assert all(schema.field(name).metadata[b"description"] for name in schema.names)


def shown_rows(path: Path, wanted: Wanted) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    """Read every tab of a workbook by its codes' columns, in the names of the dictionary."""
    for table in TABLES.values():
        title = wanted.language.text(table.title)
        frame = pd.read_excel(path, sheet_name=title, engine="calamine", keep_default_na=False)
        shown = shown_columns(table, wanted.language)
        assert list(frame.columns) == [one.heading for one in shown]
        own = {one.heading: one.column for one in shown if not one.in_words}
        yield (
            table,
            [
                {column.name: cell_of(row[heading], column.sort) for heading, column in own.items()}
                for row in frame.to_dict("records")
            ],
        )


def cell_of(value: Any, sort: Sort) -> object:  # noqa: ANN401 - whatever calamine gives
    if value == "" or value is pd.NaT:
        return None
    return value.date() if sort is Sort.DAY else value


def in_a_cell(value: object) -> object:
    """Give what a workbook holds of a text: its line ends are line feeds."""
    return value.replace("\r", "\n") if isinstance(value, str) else value


def test_workbook__read_by_calamine__is_the_records(sample: Wanted, tmp_path: Path) -> None:
    path = written(sample, "xlsx", tmp_path)
    for table, found in shown_rows(path, sample):
        lines = all_lines(sample, table.name)
        assert found == [{k: in_a_cell(v) for k, v in line.items()} for line in lines]


def test_workbook__read_by_openpyxl__texts_are_texts_and_words_stand_beside_codes(
    sample: Wanted, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(written(sample, "xlsx", tmp_path))
    for name, table in TABLES.items():
        sheet = book[sample.language.text(table.title)]
        assert sheet.tables[name].autoFilter is not None
        assert sheet.freeze_panes is not None
        shown = shown_columns(table, sample.language)
        for line in sheet.iter_rows(min_row=2):
            for cell, one in zip(line, shown, strict=True):
                assert cell.data_type != "f"
                texts = one.in_words or one.column.sort in (Sort.TEXT, Sort.CODE)
                assert cell.value is None or (cell.data_type == "s") == texts
    first = book.worksheets[0]
    assert first.title == sample.language.text("Data dictionary")


def test_workbook__codes__have_their_word(sample: Wanted, tmp_path: Path) -> None:
    language = sample.language
    title = language.text(TABLES["cycles"].title)
    frame = pd.read_excel(written(sample, "xlsx", tmp_path), title, engine="calamine")
    state = language.text("State")
    pairs = set(
        zip(frame[language.text("{heading} (code)", heading=state)], frame[state], strict=True)
    )
    assert ("not_submitted", language.text("Not submitted")) in pairs
    assert len(dict(pairs)) == len(pairs) > 3


def test_json__read_back__agrees_with_every_other_format(sample: Wanted, tmp_path: Path) -> None:
    records = json.loads(written(sample, "json", tmp_path).read_text(encoding="utf-8"))
    assert records == sample.export.records()
    rows = sample.export.rows()
    people, cycles, key_results = rows["people"], rows["cycles"], rows["key_results"]
    years = [r for r in records if "quarters" in r]
    assert [(y["person"], y["state"], y["score"], y["band"], y["of"]) for y in years] == [
        (p["person"], p["state"], p["score"], p["band"], p["of"]) for p in people
    ]
    quarters = [r for r in records if "quarters" not in r]
    assert [(q["person"], q["cycle"], q["state"], q["score"]) for q in quarters] == [
        (c["person"], c["cycle"], c["state"], c["score"]) for c in cycles
    ]
    flat = [
        k | {"reason": k["reason"] or None}
        for q in quarters
        for o in q["objectives"]
        for k in o["key_results"]
    ]
    names = [name for name in TABLES["key_results"].names if name in flat[0]]
    assert [[k[n] for n in names] for k in flat] == [[k[n] for n in names] for k in key_results]


def test_rows__keys__join_the_tables(sample: Wanted) -> None:
    frames = frames_of(sample.export.rows())
    up = frames.key_results.merge(frames.objectives, left_on="parent", right_on="key")
    assert len(up) == len(frames.key_results)
    assert (up["person_x"] == up["person_y"]).all()
    assert set(frames.objectives["parent"]) <= set(frames.cycles["key"])
    assert set(frames.cycles["person"]) == set(frames.people["person"])
    for frame in frames[1:]:
        assert frame["key"].is_unique


# ---------------------------------------------------------------- the edges


def test_export__one_cycle__narrows_all_but_the_people() -> None:
    person = hostile_year()
    rows = Export((person,), Policies(), cycle=Cycle(2026, "Q", 2)).rows()
    assert (len(rows["people"]), len(rows["cycles"]), len(rows["key_results"])) == (1, 0, 0)


def test_workbook__no_lines__has_heads_and_opens(tmp_path: Path) -> None:
    wanted = Wanted(Export((), Policies()), SETTINGS, load_language("en"))
    book = openpyxl.load_workbook(written(wanted, "xlsx", tmp_path))
    assert book["People"]["A1"].value == "Id"
    assert book["People"].auto_filter.ref.startswith("A1:")


def test_workbook__same_day_twice__same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    wanted = Wanted(Export((hostile_year(),), Policies()), SETTINGS, load_language("zh"))
    one, other = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    for path in (one, other):
        write_file(wanted, "xlsx", path)
    assert one.read_bytes() == other.read_bytes()


def test_workbook__what_a_cell_cannot_hold__is_cut_or_marked_and_said(tmp_path: Path) -> None:
    texts = ("字" * 32_768, "bell\x07", "\x00\x1f", "fine")
    wanted = Wanted(Export((hostile_year(texts),), Policies()), SETTINGS, load_language("en"))
    said = write_file(wanted, "xlsx", path := tmp_path / "s.xlsx")
    assert len(said) == 2
    assert "cut to the 32,767 characters" in said[0]
    assert "control characters" in said[1]
    book = openpyxl.load_workbook(path)
    heads = [cell.value for cell in book["Key results"][1]]
    column = heads.index("Key result")
    shown = [row[column].value for row in book["Key results"].iter_rows(min_row=2)]
    assert shown == ["字" * 32_766 + "…", "bell�", "��", "fine"]
    notes = [row[2].value for row in book.worksheets[0].iter_rows() if row[0].value == "Note"]
    assert tuple(notes) == said


def test_workbook__more_lines_than_a_tab_holds__refused_and_nothing_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook_module, "MOST_LINES", 3)
    wanted = Wanted(Export((hostile_year(),), Policies()), SETTINGS, load_language("en"))
    with pytest.raises(UsageError, match=r"24 lines do not fit .* holds 3"):
        write_file(wanted, "xlsx", tmp_path / "s.xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["csv", "json", "parquet", "xlsx"])
def test_write_file__stopped_midway__leaves_the_old_file(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"s.{form}"
    path.write_text("old", encoding="utf-8")

    def stop(*_: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(Export, "rows", stop)
    monkeypatch.setattr(Export, "records", stop)
    wanted = Wanted(Export((hostile_year(),), Policies()), SETTINGS, load_language("en"))
    with pytest.raises(KeyboardInterrupt):
        write_file(wanted, form, path)
    assert path.read_text(encoding="utf-8") == "old"
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("text", HOSTILE)
def test_quoted_for_csv__any_text__comes_back_and_never_begins_as_a_formula(text: str) -> None:
    quoted = quoted_for_csv(text)
    assert unquoted(quoted) == text
    assert quoted.lstrip("\u200b \t\r\n")[:1] not in tuple("=+-@＝－﹢")


@pytest.mark.parametrize("text", ["plain", "5-1", "a=b", "价格 -5%", "“=1”", ""])
def test_quoted_for_csv__harmless_text__stays(text: str) -> None:
    assert quoted_for_csv(text) == text


def test_csv__numbers__are_never_quoted() -> None:
    year = hostile_year(("一", "二", "三", "四"))
    sheet = CycleSheet(
        Cycle(2026, "Q", 1),
        (Objective(1, "O", key_results=(KeyResult(1, "K", actual=Decimal("-12.5")),)),),
    )
    person = PersonYear(
        year.person,
        "",
        Submission(year.submission.identity, "", (sheet,)) if year.submission else None,
        score_year(2026, (score_cycle(sheet, Policies()),), Policies()),
    )
    wanted = Wanted(Export((person,), Policies()), SETTINGS, load_language("en"), "key_results")
    (row,) = csv.DictReader(io.StringIO(wanted.csv()))
    assert row["actual"] == "-12.5"


def test_without_controls__surrogates_and_controls__are_marked() -> None:
    assert without_controls("a\x00b\ud800c\uffff\td\n") == "a�b�c�\td\n"


def test_cut_for_cell__characters_of_two_units__never_halved() -> None:
    assert cut_for_cell("𠮷" * 16_383) == "𠮷" * 16_383
    assert cut_for_cell("𠮷" * 16_384) == "𠮷" * 16_383 + "…"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_shown_columns__headings__are_unique_in_a_tab(language: str) -> None:
    for table in TABLES.values():
        headings = [one.heading.lower() for one in shown_columns(table, load_language(language))]
        assert len(set(headings)) == len(headings), table.name


def test_tables__columns__are_those_of_the_lines() -> None:
    rows = Export((hostile_year(),), Policies()).rows()
    assert {name: tuple(lines[0]) for name, lines in rows.items()} == {
        name: table.names for name, table in TABLES.items()
    }
    assert tuple(Export((hostile_year(),), Policies()).flat()[0]) == FLAT.names


def test_make_workspace__nothing_submitted__every_level_is_typed(tmp_path: Path) -> None:
    frames = frames_of(Export(load_year(make_workspace(tmp_path / "w")), Policies()).rows())
    assert [len(frame) for frame in frames] == [3, 12, 0, 0]
    assert str(frames.key_results["score"].dtype) == "Float64"


@pytest.mark.parametrize("page", ["data-dictionary.md", "data-dictionary.zh-CN.md"])
def test_dictionary_page__columns__are_those_that_are_exported(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    parts = re.split(r"^## `(\w+)`.*$", text, flags=re.MULTILINE)
    documented = {
        name: tuple(re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE))
        for name, part in zip(parts[1::2], parts[2::2], strict=True)
    }
    export = Export((hostile_year(),), Policies())
    exported = {name: tuple(lines[0]) for name, lines in export.rows().items()}
    assert documented == exported | {"flat": tuple(export.flat()[0])}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_workbook__dictionary__has_a_line_for_every_column_of_every_tab(
    language: str, tmp_path: Path
) -> None:
    wanted = Wanted(Export((hostile_year(),), Policies()), SETTINGS, load_language(language))
    book = openpyxl.load_workbook(written(wanted, "xlsx", tmp_path))
    lines = [tuple(cell.value for cell in row) for row in book.worksheets[0].iter_rows(min_row=4)]
    there = [(tab.title, cell.value) for tab in book.worksheets[1:] for cell in tab[1]]
    explained = [line[:2] for line in lines if line[6]]
    assert explained == there
    assert all(line[5] for line in lines if line[6])


def test_rows__frozen_and_closed__say_when_and_keep_their_policies() -> None:
    person = hostile_year(("一", "二", "三", "四"))
    day = dt.datetime(2026, 4, 16, 9, 30, tzinfo=dt.UTC)
    plain = Objective(1, "O", key_results=(KeyResult(1, "K", self_score=Decimal("0.75")),))
    sheet = CycleSheet(quarter := Cycle(2026, "Q", 1), (plain,))
    rules = Policies(band_edges=(Decimal("0.01"), Decimal("0.80"), Decimal("1.00")))
    closed = Closing(quarter, day, rules, fiscal_start=4)
    score = replace(score_cycle(sheet, rules), closed=closed)
    year = replace(score_year(2026, (score,), rules), closed=replace(closed, cycle=Cycle(2026)))
    frozen = {quarter: FrozenPlan(quarter, day - dt.timedelta(days=90), "", "", "[]")}
    submission = replace(person.submission, cycles=(sheet,)) if person.submission else None
    person = replace(person, year=year, submission=submission, frozen=frozen)
    rows = Export((person,), Policies()).rows()
    (cycle,), (whole,) = rows["cycles"], rows["people"]
    assert (cycle["frozen"], cycle["closed"]) == (dt.date(2026, 1, 16), dt.date(2026, 4, 16))
    assert cycle["band"] == whole["band"] == "below"  # 0.75 is on target by the rules of today
    assert cycle["starts"] == dt.date(2026, 4, 1)
    assert whole["closed"] == dt.date(2026, 4, 16)
