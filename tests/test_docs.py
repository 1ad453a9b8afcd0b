"""The documentation: every command, setting, column and code is in it, and no page is stale."""

import subprocess
import sys
from pathlib import Path

import pytest

from okrsheets.cli import COMMANDS
from okrsheets.findings import Entry, Severity
from okrsheets.findings.catalogue import CATALOGUE, FAMILIES
from okrsheets.roster.headings import HEADINGS
from okrsheets.settings.model import each_setting

ROOT = Path(__file__).resolve().parent.parent
LETTERS = "FLSKWVRPT"


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_pages__made_from_the_code__are_up_to_date() -> None:
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, ROOT / "scripts" / "pages.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_commands__every_command__has_its_part_in_both_languages() -> None:
    text = page("docs/commands.md")
    for command in COMMANDS:
        assert f"## {command}\n" in text
        assert f"Usage: okrsheets {command} " in text
        assert f"用法：okrsheets {command} " in text


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_readme__leads_to_the_reference_pages(name: str) -> None:
    for target in ("docs/commands.md", "docs/settings.md", "docs/findings.md", "docs/method"):
        assert f"({target}" in page(name)


@pytest.mark.parametrize(
    ("section", "key", "_field"), list(each_setting()), ids=lambda v: str(v)[:20]
)
def test_settings__every_setting__has_its_line(section: str, key: str, _field: object) -> None:
    assert f"| `{f'{section}.{key}'.lstrip('.')}` |" in page("docs/settings.md")


def test_findings__every_code__has_its_paragraph() -> None:
    text = page("docs/findings.md")
    assert [code for code in CATALOGUE if f"### {code} " not in text] == []


@pytest.mark.parametrize("column", HEADINGS)
def test_roster__every_column__has_its_line(column: str) -> None:
    assert f"| {column}" in page("docs/roster.md")


def test_catalogue__codes__are_a_letter_and_three_digits_and_stand_once() -> None:
    codes = [entry.code for family in FAMILIES for entry in family]
    assert len(codes) == len(set(codes)) == len(CATALOGUE)
    assert all(code[0] in LETTERS and code[1:].isdecimal() and len(code) == 4 for code in codes)


@pytest.mark.parametrize("entry", CATALOGUE.values(), ids=lambda entry: entry.code)
def test_catalogue__every_entry__says_what_is_wrong_and_what_to_do(entry: Entry) -> None:
    assert all((entry.title, entry.message, entry.about))
    assert (entry.expected and entry.action) or entry.severity is not Severity.ERROR


@pytest.mark.parametrize(
    "file", [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")], ids=lambda f: f.name
)
def test_links__of_a_page__lead_somewhere(file: Path) -> None:
    for part in file.read_text(encoding="utf-8").split("](")[1:]:
        target = part.partition(")")[0].partition("#")[0]
        if target and "://" not in target:
            assert (file.parent / target).exists(), target


def test_readme__test_command__is_what_continuous_integration_runs() -> None:
    assert "make test" in page("README.md")
    assert "make test" in page(".ci/run")
