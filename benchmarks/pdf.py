"""Setting a personal quarterly report in Chinese, against other ways to set it, in one run.

`python benchmarks/pdf.py [--rounds N] [--people N] [--json]`. The report is the made-up one of the
tests: nine key results of all kinds, two pages. Ways: ours, warm in a batch (record, HTML, pages,
page numbers; tagged), each time for a person with other words; the same HTML rendered naively
(system fonts, stylesheet and fonts set up for each document; not tagged); ReportLab making a table
report of the same content, once with the same three faces embedded and cut down, once with its
built-in font that is not embedded; headless Chromium printing the same HTML, a process a document,
where there is one (`CHROMIUM` or the path). Then a pack of many people on top of their finished
pages. Times are of the processor, medians, with the ways interleaved.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import weasyprint
from other_words import with_other_words
from plain_report import built_in_faces, embedded_faces, write_plain_report

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from report_people import Q3, context, lin_jing

from okrsheets.render.binding import Section, bind_pack, finish_single
from okrsheets.render.html import build_html, print_css
from okrsheets.render.pdf import PageSetter
from okrsheets.render.typography import Typesetter
from okrsheets.reports.department import (
    SUMMARY,
    Pack,
    build_department,
    person_anchor,
)
from okrsheets.reports.quarterly import build_quarterly

KILO = 1000
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome-headless-shell")
SYSTEM = {"OKR Sans": "Noto Sans CJK SC", "OKR Serif": "Noto Serif CJK SC", "OKR More": "serif"}


def html_of(person: object) -> str:
    """Build the report's HTML."""
    report = build_quarterly(person, Q3, context())  # type: ignore[arg-type]
    return build_html(report, context().language, Typesetter("zh"))


def ours(setter: PageSetter, person: object) -> bytes:
    """Make one finished report with the batch's engine."""
    return finish_single(setter.set_pages(html_of(person)).pdf)


def naive_css() -> str:
    """Give the stylesheet with the system's fonts in place of the batch's."""
    css = "\n".join(line for line in print_css().splitlines() if "@font-face" not in line)
    for own, system in SYSTEM.items():
        css = css.replace(f'"{own}"', f'"{system}"')
    return css


def naive(html: str, css: str) -> bytes:
    """Render the HTML as the manual's first example does."""
    for own, system in SYSTEM.items():
        html = html.replace(own, system)
    document = weasyprint.HTML(string=html)
    return bytes(document.write_pdf(stylesheets=[weasyprint.CSS(string=css)]))


def find_browser() -> str | None:
    """Give the path of a headless Chromium; None where there is none."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in BROWSERS if (path := shutil.which(name))), None)


def chromium(browser: str, html: str, css: str, folder: Path) -> bytes:
    """Print the HTML with a browser started for it."""
    for own, system in SYSTEM.items():
        html = html.replace(own, system)
    page, made = folder / "page.html", folder / "page.pdf"
    page.write_text(html.replace("<head>", f"<head><style>{css}</style>"), encoding="utf-8")
    how = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
    where = (f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={made}", page.as_uri())
    subprocess.run([browser, *how, *where], check=True, capture_output=True)  # noqa: S603 - ours
    return made.read_bytes()


def _processor() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def cpu_of(work: Callable[[], bytes]) -> tuple[float, int]:
    """Give processor seconds, with those of processes it started, and the size of what was made."""
    start = _processor()
    made = work()
    return _processor() - start, len(made)


def pack_of(people: int, setter: PageSetter) -> dict[str, float]:
    """Bind a pack of many people on top of their finished pages."""
    years = [
        replace(y, person=replace(y.person, id=f"P{n:04}", name=f"林静{n}"))
        for n, y in enumerate([lin_jing()] * people)
    ]
    finished = [setter.set_pages(html_of(year)) for year in years[:12]]
    sections = [
        Section(person_anchor(year), year.person.name, pages.pdf, pages.count)
        for year, pages in zip(years, finished, strict=False)  # the cache keeps pages with a count
    ]
    sections = [
        replace(sections[n % len(sections)], anchor=f"{n}", title=year.person.name)
        for n, year in enumerate(years)
    ]
    front_report = build_department(Pack("产品研发部", Q3, tuple(years)), context())
    front_html = build_html(front_report, context().language, Typesetter("zh"))
    front = setter.set_pages(front_html).pdf
    cover = Section("cover", "产品研发部", front)
    runs = [cpu_of(lambda: bind_pack(cover, {SUMMARY: ("汇总", 3)}, sections)) for _ in range(5)]
    return {
        "people": people,
        "ms_a_person": statistics.median(seconds for seconds, _ in runs) * KILO / people,
        "bytes_a_person": runs[0][1] / people,
    }


def measure(rounds: int, people: int) -> dict[str, object]:
    """Run everything and give the figures."""
    setter = PageSetter()
    html, css = html_of(lin_jing()), naive_css()
    report = build_quarterly(lin_jing(), Q3, context())
    embedded, built_in = embedded_faces(), built_in_faces()
    people_in_turn = iter([with_other_words(lin_jing(), n) for n in range(rounds + 1)])
    ways: dict[str, Callable[[], bytes]] = {
        "ours": lambda: ours(setter, next(people_in_turn)),
        "naive": lambda: naive(html, css),
        "reportlab": lambda: write_plain_report(report, embedded),
        "reportlab_built_in": lambda: write_plain_report(report, built_in),
    }
    folder, browser = Path(tempfile.mkdtemp(prefix="okr-pdf-")), find_browser()
    if browser:
        ways["chromium"] = lambda: chromium(browser, html, css, folder)
    else:
        print("no Chromium on the path: that way is left out", file=sys.stderr)
    runs: dict[str, list[tuple[float, int]]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        for name, way in ways.items():
            run = cpu_of(way)
            if number:
                runs[name].append(run)
    medians = {name: statistics.median(s for s, _ in found) for name, found in runs.items()}
    return {
        "ms": {name: round(seconds * KILO, 1) for name, seconds in medians.items()},
        "bytes": {name: found[0][1] for name, found in runs.items()},
        "ours_to": {
            name: round(medians["ours"] / seconds, 2)
            for name, seconds in medians.items()
            if name != "ours"
        },
        "pack": pack_of(people, setter),
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    figures = measure(given.rounds, given.people)
    if given.json:
        print(json.dumps(figures, indent=2))
        return
    for name, value in figures.items():
        print(f"{name}: {value}")


if __name__ == "__main__":
    main()
