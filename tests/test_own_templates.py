"""A company's own look: templates, stylesheet, colour, logo, paper; what is wrong is said."""

from collections.abc import Sequence
from functools import partial
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdf
import pytest
from click.testing import CliRunner
from closing_kit import SCORED, scored_workspace, set_policy
from crash_loop import leftovers_in
from PIL import Image
from report_kit import text_of
from report_people import Q3, context, lin_jing

from okrsheets.batch import book_site, reports
from okrsheets.batch.bounds import raises_in_time
from okrsheets.batch.report_files import ReportState
from okrsheets.batch.report_plan import ReportRequest
from okrsheets.batch.report_pool import Setters
from okrsheets.batch.reports import MadeReport, make_reports
from okrsheets.cli import build_root
from okrsheets.errors import UsageError
from okrsheets.language import load_language
from okrsheets.model import Cycle
from okrsheets.render.html import build_html
from okrsheets.render.look import Look
from okrsheets.render.typography import Typesetter
from okrsheets.reports.quarterly import build_quarterly
from okrsheets.settings.colours import contrast_with_white
from okrsheets.workspace import Workspace, open_workspace

Q1 = Cycle.parse("2026Q1")
OWN_LINE = (
    '{% extends "built-in/quarterly.html" %}\n'
    '{% block body %}<p class="kicker">For the files of Acme</p>{{ super() }}{% endblock %}\n'
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Give a workspace with one scored sheet."""
    return scored_workspace(tmp_path_factory.mktemp("w"), E1=SCORED)


def made(workspace: Workspace, templates: Path | None, kind: str = "quarterly") -> MadeReport:
    """Make E1's report or a document."""
    persons = ("E1",) if kind == "quarterly" else ()
    request = ReportRequest(kind, Q1, persons=persons, templates=templates)
    found: Sequence[MadeReport] = make_reports(workspace, request)
    assert [f.code for f in found[0].findings] == []
    return found[0]


def written(folder: Path, **files: str) -> Path:
    """Write templates to a folder: `quarterly_html="…"`."""
    for name, text in files.items():
        stem, _, suffix = name.rpartition("_")
        (folder / f"{stem}.{suffix}").write_text(text, encoding="utf-8")
    return folder


def test_report_templates__own_line_before_the_built_in_page__stands_there(
    workspace: Workspace, tmp_path: Path
) -> None:
    report = made(workspace, written(tmp_path, quarterly_html=OWN_LINE))
    text = text_of(report.path.read_bytes())
    assert "For the files of Acme" in text
    assert "0.65" in text


def test_report_templates__changed_between_two_runs__pages_are_set_anew(
    workspace: Workspace, tmp_path: Path
) -> None:
    made(workspace, written(tmp_path, quarterly_html=OWN_LINE))
    assert made(workspace, tmp_path).state is ReportState.UNCHANGED
    written(tmp_path, quarterly_html=OWN_LINE.replace("files", "drawers"))
    report = made(workspace, tmp_path)
    assert report.state is ReportState.MADE
    assert "For the drawers of Acme" in text_of(report.path.read_bytes())
    written(tmp_path, own_css=".kicker { color: #000000 }")
    assert made(workspace, tmp_path).state is ReportState.MADE


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"quarterly_html": "\n{% if %}"}, "quarterly.html, line 2: "),
        ({"quarterly_html": "\n\n{{ raport }}"}, "quarterly.html, line 3: there is no “raport”"),
        ({"quarterly_html": "<p>\n{{ report.nothing }}</p>"}, "quarterly.html, line 2: .*nothing"),
        (
            {"quarterly_html": "<p>{{ report.head.title|set }}<br></p>"},
            "not well-formed XML .*<br>",
        ),
        ({"quarterly_html": '{% include "/etc/passwd" %}'}, "quarterly.html, line 1: "),
        ({"quarterly_html": '{% include "../../okrsheets.toml" %}'}, "quarterly.html, line 1: "),
        ({"quarterly_html": "{{ report.__class__.__mro__ }}"}, "unsafe"),
        ({"quarterly_html": "{{ text.__func__.__globals__ }}"}, "unsafe"),
        ({"quartely_html": "<p/>"}, "quartely.html is no template of a report"),
        ({"own_css": "p { color: red }\np { background: url(x.png) }"}, "own.css, line 2: .*url"),
        ({"own_css": "/* a\n */ @import 'x.css';"}, "own.css, line 2: .*@import"),
        ({}, "no template of a report"),
    ],
)
def test_report_templates__fault__place_and_remedy_are_said_and_nothing_is_made(
    workspace: Workspace, tmp_path: Path, files: dict[str, str], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        made(workspace, written(tmp_path, **files))


def test_report_templates__fault__the_command_ends_with_two(
    workspace: Workspace, tmp_path: Path
) -> None:
    written(tmp_path, quarterly_html="{{ raport }}")
    root = str(workspace.root)
    said = CliRunner().invoke(
        build_root(),
        ["-C", root, "report", "quarterly", "--cycle", "2026Q1", "--templates", str(tmp_path)],
    )
    assert isinstance(said.exception, UsageError)
    assert said.exception.exit_code == 2


ENDLESS = "\n{% for a in range(99999) %}" * 3 + "{% endfor %}" * 3
STOPPED = r"{}\.html, line \d: the page was stopped here because it took far too long.*loop"


def test_build_html__own_template_without_an_end__is_stopped_and_named(tmp_path: Path) -> None:
    written(tmp_path, quarterly_html=ENDLESS)
    typesetter = Typesetter("en", look=Look(str(tmp_path)))
    report = build_quarterly(lin_jing("en"), Q3, context("en"))
    with pytest.raises(UsageError, match=STOPPED.format("quarterly")), raises_in_time(0.1):
        build_html(report, load_language("en"), typesetter)


@pytest.mark.parametrize(
    ("kind", "template"),
    [
        ("quarterly", "quarterly"),
        ("department", "pack"),
        ("operations", "blocks"),
        ("book", "book"),
    ],
)
def test_make_reports__own_template_without_an_end__stops_within_the_bound_and_names_it(
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    template: str,
) -> None:
    monkeypatch.setattr(reports, "SECONDS", 1)
    monkeypatch.setattr(reports, "Setters", partial(Setters, seconds=1))
    written(tmp_path, **{f"{template}_html": ENDLESS})
    with pytest.raises(UsageError, match=STOPPED.format(template)):
        made(workspace, tmp_path, kind)


def test_make_reports__own_web_page_without_an_end__stops_within_the_bound_and_names_it(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book_site, "SECONDS", 1)
    (tmp_path / "web").mkdir()
    written(tmp_path / "web", person_html=ENDLESS)
    request = ReportRequest("book", Q1, templates=tmp_path, format="html")
    with pytest.raises(UsageError, match=STOPPED.format("web/person")):
        make_reports(workspace, request)
    assert leftovers_in(workspace.root) == []


def test_make_reports__own_template_that_one_person_breaks__the_others_are_made(
    tmp_path: Path,
) -> None:
    several = scored_workspace(tmp_path / "w", E1=SCORED, E2=SCORED)
    own = tmp_path / "own"
    own.mkdir()
    second = several.roster().people[1].name
    asked = "{% if report.head.title == '" + second + "' %}{{ report.nothing }}{% endif %}"
    broken = OWN_LINE.replace("{{ super() }}", asked + "{{ super() }}")
    written(own, quarterly_html=broken)
    found = make_reports(several, ReportRequest("quarterly", Q1, templates=own))
    failed = [report for report in found if report.state is ReportState.FAILED]
    assert len(found) > len(failed) == 1
    assert failed[0].findings[0].code == "P301"
    assert "quarterly.html, line 2: " in failed[0].findings[0].value


def test_report_templates__people_s_words__stay_escaped(
    workspace: Workspace, tmp_path: Path
) -> None:
    written(
        tmp_path,
        quarterly_html='{% extends "layout.html" %}'
        '{% block body %}<h1>{{ "<b>x</b>" }}</h1>{% endblock %}',
    )
    assert "<b>x</b>" in text_of(made(workspace, tmp_path).path.read_bytes())


def test_template_reports__written_as_they_are__give_the_same_pages(
    workspace: Workspace, tmp_path: Path
) -> None:
    """The worked example of docs/reports.md: write, change one colour of the text, print."""
    plain = made(workspace, None).path.read_bytes()
    said = CliRunner().invoke(build_root(), ["template", "reports", str(tmp_path / "ours")])
    assert said.exit_code == 0
    assert made(workspace, tmp_path / "ours").path.read_bytes() == plain
    sheet = tmp_path / "ours" / "print.css"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("#4A535C", "#333333"), "utf-8")
    assert made(workspace, tmp_path / "ours").state is ReportState.MADE
    again = CliRunner().invoke(build_root(), ["template", "reports", str(tmp_path / "ours")])
    assert isinstance(again.exception, UsageError)


def test_report_paper__letter__every_page_is_letter_with_its_number_in_place(
    tmp_path: Path,
) -> None:
    workspace = set_policy(scored_workspace(tmp_path / "w", E1=SCORED), "paper", '"Letter"')
    for kind in ("quarterly", "operations"):
        pdf = made(workspace, None, kind).path.read_bytes()
        pages = pypdf.PdfReader(BytesIO(pdf)).pages
        assert {(round(p.mediabox.width), round(p.mediabox.height)) for p in pages} == {(612, 792)}
        with pikepdf.open(BytesIO(pdf)) as document:
            stamp = document.pages[-1].obj.Contents[-1].read_bytes()
        assert b" 757.21 Tm" in stamp  # 792 - 34.79 points from the top


def test_report_accent__green__replaces_the_dark_blue_everywhere(tmp_path: Path) -> None:
    workspace = set_policy(scored_workspace(tmp_path / "w", E1=SCORED), "accent", '"#0B4F3C"')
    with pikepdf.open(BytesIO(made(workspace, None).path.read_bytes())) as document:
        drawn = b"".join(o.read_bytes() for o in document.objects if _is_drawing(o))
    assert b"0.043137 0.309804 0.235294 rg" in drawn
    assert b"0.070588 0.231373 0.34902 rg" not in drawn


def _is_drawing(thing: object) -> bool:
    return isinstance(thing, pikepdf.Stream) and thing.get("/Type") in (None, "/XObject")


@pytest.mark.parametrize(
    ("colour", "contrast"), [("#000000", 21.0), ("#FFFFFF", 1.0), ("#767676", 4.54)]
)
def test_contrast_with_white__known_colours__are_those_of_the_norm(
    colour: str, contrast: float
) -> None:
    assert contrast_with_white(colour) == pytest.approx(contrast, abs=0.01)


@pytest.mark.parametrize("colour", ["navy", "#12", "#7DABC8"])
def test_report_accent__no_colour_or_too_light__is_refused(tmp_path: Path, colour: str) -> None:
    workspace = scored_workspace(tmp_path / "w", E1=SCORED)
    with pytest.raises(UsageError, match="accent"):
        set_policy(workspace, "accent", f'"{colour}"')


def test_report_logo__named_in_the_settings__stands_on_the_cover_with_words(
    tmp_path: Path,
) -> None:
    workspace = scored_workspace(tmp_path / "w", E1=SCORED)
    Image.new("RGB", (300, 100), "#0B4F3C").save(workspace.root / "logo.png")
    set_policy(workspace, "logo", '"logo.png"')
    pdf = made(open_workspace(workspace.root), None, "company").path.read_bytes()
    reader = pypdf.PdfReader(BytesIO(pdf))
    assert [image.image.size for image in reader.pages[0].images if image.image] == [(300, 100)]
    with pikepdf.open(BytesIO(pdf)) as document:
        words = [str(o.Alt) for o in document.objects if _is_figure(o)]
    assert "Acme" in words


def _is_figure(thing: object) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"
