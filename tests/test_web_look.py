"""The web copy in a company's own look: colour, logo, templates; their faults are told."""

from io import BytesIO
from pathlib import Path

import pytest
from book_kit import company, hostile
from click.testing import CliRunner
from closing_kit import set_policy
from PIL import Image
from web_kit import CHROMIUM, copy_of, pages_in, visited, words_of, workspace_in

from okrsheets.batch.report_files import ReportState
from okrsheets.cli import build_root
from okrsheets.errors import UsageError
from okrsheets.settings.colours import contrast_with_white
from okrsheets.workspace import Workspace, open_workspace

GREEN = "#0B4F3C"
PERSON = (
    '{% extends "built-in/web/person.html" %}\n'
    '{% block main %}<p class="ours">Read by {{ report.person.name|set }}</p>{{ super() }}'
    "{% endblock %}\n"
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Give a workspace."""
    return workspace_in(tmp_path_factory.mktemp("w"))


def written(folder: Path, **files: str) -> Path:
    """Write templates of the web copy: `person_html="…"` is `web/person.html`."""
    (folder / "web").mkdir(exist_ok=True)
    for name, text in files.items():
        stem, _, suffix = name.rpartition("_")
        (folder / "web" / f"{stem}.{suffix}").write_text(text, encoding="utf-8")
    return folder


# ---------------------------------------------------------------- colour and logo


def test_web_accent__green__is_the_colour_of_the_pages(tmp_path: Path) -> None:
    workspace = set_policy(workspace_in(tmp_path), "accent", f'"{GREEN}"')
    folder = copy_of(workspace, company()).path
    css = (folder / "book.css").read_text(encoding="utf-8")
    assert f"--navy: {GREEN}" in css
    assert GREEN in (folder / "icon.svg").read_text(encoding="utf-8")
    assert b"#123B59" not in b"".join(path.read_bytes() for path in folder.rglob("*.*"))


def test_web_colours__dark_scheme__are_read_on_dark_paper() -> None:
    """WCAG 2.2, 1.4.3: at least 4.5; contrast is the quotient of the contrasts with white."""
    paper = contrast_with_white("#15191D")
    darkest_accent_mixed = "#A6A6A6"  # 35 % black and 65 % white: 0.65 x 255 = 166 = A6
    for ink in ("#E8EBEE", "#AAB3BC", "#B9CBD8", darkest_accent_mixed):
        assert paper / contrast_with_white(ink) >= 4.5


def test_web_logo__named_in_the_settings__stands_on_every_page(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path)
    Image.new("RGB", (300, 100), GREEN).save(workspace.root / "ours.png")
    plain = copy_of(workspace, company())
    assert not (plain.path / "logo.png").exists()
    set_policy(workspace, "logo", '"ours.png"')
    made = copy_of(open_workspace(workspace.root), company())
    with Image.open(BytesIO((made.path / "logo.png").read_bytes())) as picture:
        assert picture.size == (300, 100)
    for path, page in pages_in(made.path):
        (logo,) = page.iter("img")
        assert (path.parent / str(logo.get("src"))).resolve() == made.path / "logo.png"
        assert logo.get("alt") == ""  # the name stands right beside it
    set_policy(workspace, "logo", '""')
    assert copy_of(open_workspace(workspace.root), company()).state is ReportState.MADE
    assert not (made.path / "logo.png").exists()


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_web_logo__in_chromium_from_the_disk__is_shown(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path)
    Image.new("RGB", (300, 100), GREEN).save(workspace.root / "logo.png")
    set_policy(workspace, "logo", '"logo.png"')
    folder = copy_of(open_workspace(workspace.root), company()).path
    visits = [{"path": path, "axe": True} for path in ("index.html", "people/E1.html")]
    for found in visited(folder, visits):
        assert (found["said"], found["violations"], found["pictures"]) == ([], [], [300])


# ---------------------------------------------------------------- templates


def test_web_templates__own_line_and_stylesheet__stand_in_the_pages(
    workspace: Workspace, tmp_path: Path
) -> None:
    templates = written(tmp_path, person_html=PERSON, own_css=".ours { color: #123B59 }")
    made = copy_of(workspace, company(), templates=templates, output=tmp_path / "out")
    pages = dict(pages_in(made.path))
    assert "Read by Ann Lee" in words_of(pages[made.path / "people" / "E1.html"])
    assert "Read by" not in words_of(pages[made.path / "index.html"])
    css = (made.path / "book.css").read_text(encoding="utf-8")
    assert css.index(".figures {") < css.index(".ours {")
    again = copy_of(workspace, company(), templates=templates, output=tmp_path / "out")
    assert again.state is ReportState.UNCHANGED
    written(templates, book_css="p { margin: 0 }")
    copy_of(workspace, company(), templates=templates, output=tmp_path / "out")
    css = (made.path / "book.css").read_text(encoding="utf-8")
    assert css.startswith("p { margin: 0 }")
    assert ".figures {" not in css


def test_web_templates__people_s_words__stay_words(workspace: Workspace, tmp_path: Path) -> None:
    own = PERSON.replace("report.person.name|set", "report.person.note")
    made = copy_of(
        workspace, hostile(), templates=written(tmp_path, person_html=own), output=tmp_path / "out"
    )
    for _, page in pages_in(made.path / "people"):
        assert not list(page.iter("script"))
        assert not list(page.iter("b"))


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"person_html": "\n{% if %}"}, "person.html, line 2: "),
        ({"person_html": "\n\n{{ raport }}"}, "person.html, line 3: there is no “raport”"),
        ({"person_html": "<p>\n{{ report.nothing }}</p>"}, "person.html, line 2: .*nothing"),
        ({"person_html": "<p>{{ page.title|set }}<br></p>"}, "not well-formed XML .*<br>"),
        ({"person_html": '{% include "/etc/passwd" %}'}, "person.html, line 1: "),
        ({"person_html": '{% include "web/../../../okrsheets.toml" %}'}, "person.html, line 1: "),
        ({"person_html": "{{ href.__globals__ }}"}, "unsafe"),
        ({"person_html": "{{ report.__class__.__mro__ }}"}, "unsafe"),
        ({"persons_html": "<p/>"}, r"persons.html is no template of a report.*web/person\.html"),
        ({"own_css": "p { background: url(okrsheets-font:x) }"}, "own.css, line 1: .*url"),
        ({"book_css": "/* a\n */ @import 'x.css';"}, "book.css, line 2: .*@import"),
        ({"person_html": "<p>No policy</p>"}, "web/person.html: .*Content-Security-Policy"),
        *(
            (
                {"person_html": PERSON.replace("<p ", f"{element}<p ")},
                "web/person.html: its page fetches “",
            )
            for element in (
                '<img src="https://example.org/x.png" alt=""/>',
                '<img src="//example.org/x.png" alt=""/>',
                '<img src="data:image/png;base64,AAAA" alt=""/>',
                '<script src="own.js"></script>',
                '<link rel="stylesheet" href="https://example.org/x.css"/>',
                '<form action="https://example.org/"></form>',
            )
        ),
    ],
)
def test_web_templates__fault__is_said_and_the_folder_stays_as_it_was(
    workspace: Workspace, tmp_path: Path, files: dict[str, str], said: str
) -> None:
    output = tmp_path / "out"
    made = copy_of(workspace, company(), output=output)
    before = {path: path.read_bytes() for path in made.path.rglob("*.*")}
    with pytest.raises(UsageError, match=said):
        copy_of(workspace, company(), templates=written(tmp_path, **files), output=output)
    assert {path: path.read_bytes() for path in made.path.rglob("*.*")} == before


def test_web_templates__link_to_elsewhere__is_a_link_and_stays(
    workspace: Workspace, tmp_path: Path
) -> None:
    own = PERSON.replace("<p ", '<a href="https://example.org/help">Help</a><p ')
    made = copy_of(
        workspace, company(), templates=written(tmp_path, person_html=own), output=tmp_path / "out"
    )
    page = (made.path / "people" / "E1.html").read_text(encoding="utf-8")
    assert '<a href="https://example.org/help">Help</a>' in page


def test_template_reports__written_as_they_are__give_the_same_web_copy(
    workspace: Workspace, tmp_path: Path
) -> None:
    plain = copy_of(workspace, company(), output=tmp_path / "out")
    said = CliRunner().invoke(build_root(), ["template", "reports", str(tmp_path / "ours")])
    assert said.exit_code == 0
    assert (tmp_path / "ours" / "web" / "layout.html").is_file()
    again = copy_of(workspace, company(), templates=tmp_path / "ours", output=tmp_path / "out")
    assert (again.path, again.state) == (plain.path, ReportState.UNCHANGED)


def test_template_reports__one_of_the_web_copy__is_written_where_it_belongs(tmp_path: Path) -> None:
    one = ["template", "reports", str(tmp_path / "ours"), "--name", "web/home.html"]
    assert CliRunner().invoke(build_root(), one).exit_code == 0
    files = [p.relative_to(tmp_path / "ours").as_posix() for p in tmp_path.rglob("*.*")]
    assert files == ["web/home.html"]
