"""The house's plan as a test: who may import whom, where libraries live, how long things are.

The levels stand in docs/architecture.md. A module imports only from lower levels; inside the
ordered levels also from what stands before it, and siblings of the others never meet.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "okrsheets"
MODULES = sorted(PACKAGE.rglob("*.py"))
LEVELS: tuple[tuple[str, ...], ...] = (
    ("errors", "cells", "findings", "model"),
    ("resources", "language", "display", "shape", "settings", "periods", "deadlines"),
    ("layout", "identity", "roster", "workspace"),
    ("sheets", "submissions", "scoring", "checks", "wording"),
    ("analysis",),
    ("store", "templates", "marking", "reports"),
    ("render", "batch", "issuing", "exports"),
    ("cli", "__main__"),
)
SIBLINGS = (3, 5)
HOMES = {
    "openpyxl": {"sheets", "roster"},
    "PIL": {"sheets"},
    "isal": {"submissions", "batch"},
    "xlrd": {"submissions"},
    "olefile": {"submissions"},
    "lxml": {"marking"},
    "pebble": {"batch"},
    "jinja2": {"render"},
    "markupsafe": {"render"},
    "weasyprint": {"render"},
    "pikepdf": {"render"},
    "pygal": {"render"},
    "uharfbuzz": {"render"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "filelock": {"batch", "store"},
    "icalendar": {"issuing"},
    "pydantic": {"settings"},
    "pydantic_core": {"settings"},
    "pandas": {"exports", "reports"},
    "pyarrow": {"exports"},
    "xlsxwriter": {"exports"},
    "click": {"cli", "__main__"},
    "rich": {"cli"},
}
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40


def home_of(file: Path) -> str:
    """Give the room a file stands in: `okrsheets/store/open.py` → `store`."""
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def name_of(file: Path) -> str:
    """Give a file's short name, for test ids."""
    return str(file.relative_to(PACKAGE))


def tree_of(file: Path) -> ast.Module:
    """Parse a file."""
    return ast.parse(file.read_text(encoding="utf-8"))


def imports_of(file: Path) -> Iterator[str]:
    """Yield the full name of everything a file imports, wherever the import stands."""
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"relative import in {file}"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rank_of(room: str) -> tuple[int, int]:
    """Give (level, place in the level)."""
    for level, rooms in enumerate(LEVELS):
        if room in rooms:
            return level, rooms.index(room)
    return pytest.fail(f"{room} has no level: add it to docs/architecture.md and here")


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_imports__of_our_own__point_downwards(file: Path) -> None:
    here = home_of(file)
    for name in imports_of(file):
        first, _, rest = name.partition(".")
        there = rest.partition(".")[0]
        if first != "okrsheets" or there in ("", "__version__", here) or here == "__init__":
            continue
        assert rank_of(there) < rank_of(here), f"{here} imports {there}"
        siblings = rank_of(there)[0] == rank_of(here)[0] and rank_of(here)[0] in SIBLINGS
        assert not siblings, f"{here} imports its sibling {there}"


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_imports__of_libraries__only_where_they_live(file: Path) -> None:
    for name in imports_of(file):
        library = name.partition(".")[0]
        if library == "okrsheets" or library in sys.stdlib_module_names:
            continue
        assert home_of(file) in HOMES.get(library, set()), f"{library} is not at home here"


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_size__modules_and_functions__stay_readable(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_MODULE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            assert lines <= LONGEST_FUNCTION, f"{node.name} has {lines} lines"


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_print__only_through_the_console(file: Path) -> None:
    for node in ast.walk(tree_of(file)):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        assert called not in ("print", "sys.stdout.write", "sys.stderr.write")
        assert called != "click.echo" or file.name in ("console.py", "__init__.py")


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_noqa__says_why(file: Path) -> None:
    for line in file.read_text(encoding="utf-8").splitlines():
        if "# noqa" in line or "# type: ignore" in line:
            assert re.search(r"(noqa: [A-Z0-9, ]+ - \w|type: ignore\[[\w, -]+\])", line), line


def test_package__names__hold_no_grab_bags() -> None:
    banned = {"utils", "util", "helpers", "common", "misc", "manager", "handler"}
    assert not {part for file in MODULES for part in file.with_suffix("").parts} & banned


def test_levels__as_documented__are_those_of_the_test() -> None:
    page = (PACKAGE.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    documented: dict[int, list[str]] = {}
    for line in re.findall(r"^\| \d \|.*$", page, re.MULTILINE):
        _, level, rooms, *_ = line.split("|")
        documented.setdefault(int(level), []).extend(re.findall(r"`(\w+)`", rooms))
    assert documented == {
        level: [room for room in rooms if room != "__main__"] for level, rooms in enumerate(LEVELS)
    }
