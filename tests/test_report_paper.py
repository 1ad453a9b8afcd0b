"""Hostile and endless words in every kind of report: inert, inside the paper, and nothing fetched.

Each kind is made of a workspace in which every free text of a sheet holds markup, addresses of a
file that lies there as bait, and a word of 300 letters.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pypdf
import pytest
from closing_kit import SCORED, scored_workspace
from filled_sheets import Values

from okrsheets.batch.report_plan import ReportRequest
from okrsheets.batch.reports import make_reports
from okrsheets.model import Cycle
from okrsheets.reports import KINDS
from okrsheets.workspace import Workspace

pytestmark = pytest.mark.no_cover  # looks at pages; others measure

BAIT = "bait-which-nobody-may-open.png"
LONG = "w" * 300
WHITE, MILLIMETRES_KEPT_WHITE, DOTS_PER_INCH = 255, 6, 50


def evil(root: Path, place: str) -> str:
    """Give a text that would fetch the bait, run or set something if any part took it for more."""
    bait = (root / BAIT).as_uri()
    return (
        f'{place}</td><img src="{bait}"><script>1</script>{{{{7*7}}}} @import url({bait}) '
        f"url({bait}) http://127.0.0.1:9/x.png <svg/onload=1> =HYPERLINK() {LONG}"
    )


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Give a workspace of two people whose every text is evil."""
    root = tmp_path_factory.mktemp("w")
    (root / BAIT).write_bytes(b"never to be read")
    texts: Values = {
        "Q1.O1.text": evil(root, "objective"),
        "Q1.O1.K1.text": evil(root, "key result"),
        "Q1.O1.K1.reason": evil(root, "reason"),
        "Q1.O1.supports": evil(root, "supports"),
        "Q1.review.how": evil(root, "how"),
        "Q1.plan.1.measure": evil(root, "measure"),
        "annual.review.self": evil(root, "self"),
    }
    return scored_workspace(root / "w", E1={**SCORED, **texts}, E3={**SCORED, **texts})


def cycle_for(kind: str) -> Cycle:
    """Give the first quarter, or the year where a kind has no quarters."""
    return Cycle.parse("2026Q1" if "Q" in KINDS[kind].cycles else "2026")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("kind", KINDS)
def test_report__evil_texts_in_every_field__are_words_inside_the_paper(
    workspace: Workspace, tmp_path: Path, kind: str, language: str
) -> None:
    request = ReportRequest(kind, cycle_for(kind), language=language, output=tmp_path)
    said = ""
    for report in make_reports(workspace, request):
        assert [(f.code, f.value) for f in report.findings] == []
        said += "".join(page.extract_text() for page in pypdf.PdfReader(report.path).pages)
        assert_inert(report.path)
        assert ink_near_the_edges(report.path) == []
    if kind != "operations":  # which counts objectives and prints none
        assert '</td><imgsrc="file://' in "".join(said.split())
        assert "{{7*7}}" in said


def assert_inert(path: Path) -> None:
    """Look for anything that a reader's program would open, run or unpack."""
    with pikepdf.open(path) as document:
        names = document.Root.get("/Names", pikepdf.Dictionary())
        assert "/EmbeddedFiles" not in names
        assert "/JavaScript" not in names
        assert "/OpenAction" not in document.Root
        notes = [note for page in document.pages for note in page.obj.get("/Annots", ())]
        assert [note for note in notes if "/A" in note or "/AA" in note] == []


def ink_near_the_edges(path: Path) -> list[tuple[int, str]]:
    """Give the pages that have ink within six millimetres of an edge, with that edge."""
    folder = path.parent / f"{path.stem} as pictures"
    folder.mkdir()
    poppler = shutil.which("pdftoppm") or "pdftoppm"
    dots = str(DOTS_PER_INCH)
    command = [poppler, "-gray", "-r", dots, str(path), str(folder / "page")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 - a viewer
    found = []
    for number, picture in enumerate(sorted(folder.glob("*.pgm")), start=1):
        found += [(number, edge) for edge in dark_edges(picture.read_bytes())]
    assert sum(1 for _ in folder.glob("*.pgm")) == len(pypdf.PdfReader(path).pages)
    return found


def dark_edges(picture: bytes) -> list[str]:
    """Give the edges of a grey picture (PGM) along which it is not white."""
    head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", picture)
    assert head
    width, height = int(head[1]), int(head[2])
    dots = picture[head.end() :]
    rows = [dots[at : at + width] for at in range(0, width * height, width)]
    band = MILLIMETRES_KEPT_WHITE * DOTS_PER_INCH // 25
    edges = {
        "top": rows[:band],
        "bottom": rows[-band:],
        "left": [row[:band] for row in rows],
        "right": [row[-band:] for row in rows],
    }
    return [name for name, part in edges.items() if any(min(row) < WHITE for row in part)]


def test_dark_edges__a_dot_at_the_right__is_seen() -> None:
    picture = bytearray(b"P5\n100 100\n255\n" + b"\xff" * 10_000)
    assert dark_edges(bytes(picture)) == []
    picture[-100 * 50 - 1] = 0
    assert dark_edges(bytes(picture)) == ["right"]


@pytest.mark.parametrize("kind", ["quarterly", "department", "book"])
def test_report_command__evil_texts__opens_no_bait_and_no_connection(
    workspace: Workspace, tmp_path: Path, kind: str
) -> None:
    log = tmp_path / "calls.txt"
    strace = shutil.which("strace") or "strace"
    command = [strace, "-f", "-qq", "-e", "trace=network,openat,open", "-o", str(log)]
    command += [sys.executable, "-m", "okrsheets", "report", kind]
    command += ["--cycle", str(cycle_for(kind)), "--output", str(tmp_path / "out")]
    subprocess.run(  # noqa: S603 - our own program under a tool found on the path
        command, check=True, capture_output=True, timeout=300, cwd=workspace.root
    )
    calls = log.read_text(encoding="utf-8", errors="replace")
    assert list((tmp_path / "out").rglob("*.pdf"))
    assert "okrsheets.toml" in calls
    assert BAIT not in calls
    assert re.findall(r"socket\(AF_INET6?\b.*|connect\(.*", calls) == []
