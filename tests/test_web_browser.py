"""The web copy opened from the disk in Chromium: every kind of page, wide and narrow.

The pages are those of a company whose names and texts do their worst.
"""

from pathlib import Path
from typing import Any

import pytest
from web_kit import CHROMIUM, MARKUP, rough, site_of, visited

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

WHITE, DARK = "rgb(255, 255, 255)", "rgb(21, 25, 29)"
PERSON = "people/M0.html"
CODES = ("en", "zh")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Give the web copy in each language."""
    return {
        code: site_of(tmp_path_factory.mktemp(code), rough(), language=code).path for code in CODES
    }


def kinds(folder: Path) -> list[str]:
    """Give the path of a page of every kind: the largest where there are several."""
    departments = sorted((folder / "departments").iterdir(), key=lambda p: p.stat().st_size)
    return [
        "index.html", f"departments/{departments[-1].name}", PERSON, "names.html",
        "search.html?q=alert", "alignment.html",
    ]  # fmt: skip


def batched_by_three(found: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Give what was found in threes."""
    return [found[at : at + 3] for at in range(0, len(found), 3)]


def check(found: dict[str, Any], folder: Path) -> None:
    """Check what holds of every visit: nothing said, nothing asked outside, nothing wider."""
    assert found["said"] == []
    assert all(address.startswith(f"{folder.as_uri()}/") for address in found["asked"])
    assert found["wide"] <= 0, found["path"]
    assert found["violations"] == []
    assert "Noto Sans CJK SC" in found["font"]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    ("width", "scheme", "paper"), [(1280, "light", WHITE), (390, "dark", DARK)]
)
def test_pages__opened_from_the_disk__are_quiet_fit_and_can_be_read_by_all(
    folders: dict[str, Path], code: str, width: int, scheme: str, paper: str
) -> None:
    folder = folders[code]
    visits = [{"path": p, "width": width, "scheme": scheme, "axe": True} for p in kinds(folder)]
    for found in visited(folder, visits):
        check(found, folder)
        assert found["paper"] == paper
        wanted = {found["path"].partition("?")[0].rpartition("/")[2], "book.css"}
        wanted |= {"search.js"} if "search" in found["path"] else set()
        names = {address.partition("?")[0].rpartition("/")[2] for address in found["asked"]}
        assert names - {"icon.svg"} == wanted


@pytest.mark.parametrize("code", CODES)
def test_pages__without_javascript_and_on_paper__say_the_same(
    folders: dict[str, Path], code: str
) -> None:
    folder = folders[code]
    paths = [path.partition("?")[0] for path in kinds(folder)]
    ways: list[dict[str, Any]] = [{}, {"script": False}, {"media": "print", "scheme": "dark"}]
    found = visited(folder, [{"path": path, **way} for path in paths for way in ways])
    for with_script, without, printed in batched_by_three(found):
        check(without, folder)
        assert ("JavaScript" in without["words"]) == ("search" in without["path"])
        if "search" not in without["path"]:
            assert without["text"] == with_script["text"]
        assert printed["paper"] == WHITE
        assert {"nav"} <= set(printed["hidden"])
        assert "nav" not in with_script["hidden"]


@pytest.mark.parametrize("code", CODES)
def test_search__typed_from_the_disk__finds_marks_and_keeps_the_address(
    folders: dict[str, Path], code: str
) -> None:
    folder = folders[code]
    blank, typed, asked, markup = visited(
        folder,
        [
            {"path": "search.html"},
            {"path": "search.html", "typed": "DEALS"},
            {"path": "search.html?q=sell%20deals"},
            {"path": "search.html?q=" + "%3Csvg"},
        ],
    )
    for found in (blank, typed, asked, markup):
        check(found, folder)
    assert (blank["found"], blank["focus"]) == ([], "q")
    assert typed["found"] == asked["found"] == [["Ann Lee", "people/E1.html"]]
    assert typed["marked"] == ["deals"]
    assert typed["address"] == f"{folder.as_uri()}/search.html?q=DEALS"
    assert [name for name, _ in markup["found"]] == [MARKUP[-1]]


def test_links__followed_from_the_first_page_to_an_objective__lead_there(
    folders: dict[str, Path],
) -> None:
    folder = folders["en"]
    (found,) = visited(
        folder,
        [
            {
                "path": "index.html",
                "clicks": ["Sales", "Ann Lee", "Acme O1 Win", "Ann Lee O1 Sell more"],
            }
        ],
    )
    check(found, folder)
    assert found["address"].startswith(f"{folder.as_uri()}/people/E1.html#")
    assert found["target"] == "O1"


def test_forced_colours__page_and_search__nothing_is_lost(folders: dict[str, Path]) -> None:
    folder = folders["en"]
    paths = [PERSON, "search.html?q=alert"]
    visits = [{"path": path, "forced": colours} for colours in ("none", "active") for path in paths]
    seen = visited(folder, visits)
    for usual, found in zip(seen[:2], seen[2:], strict=True):
        check(found, folder)
        assert found["words"] == usual["words"]
