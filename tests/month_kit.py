"""A company that plans and scores by the month: its workspace, its people, their sheets."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from filled_sheets import OCTOBER, Values, fill, layout

from okrsheets.issuing.issue import issue_sheets
from okrsheets.settings import SETTINGS_FILE
from okrsheets.workspace import Workspace, create_workspace, open_workspace

ROSTER = """id,name,department,title,manager,email,joined,left,kind
E1,Ann Lee,Sales,Agent,,,,,
E2,Bo Zhang,Sales,Agent,E1,,2026-05-11,,
E3,Cy Young,Sales,Agent,E1,,,,
E4,Dee Fox,Sales,Agent,E1,,,2026-03-31,
"""


def monthly(root: Path, language: str = "en", **settings: str) -> Workspace:
    """Make a workspace of 2026 that scores months, with four people."""
    create_workspace(root, organisation="Acme", year=2026, language=language)
    (root / "roster.xlsx").unlink()
    (root / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return with_settings(root, **{"cycles": '"months"', **settings})


def with_settings(root: Path, **settings: str) -> Workspace:
    """Change lines of the settings file, as HR does, and open the workspace anew."""
    file = root / SETTINGS_FILE
    lines = file.read_text(encoding="utf-8").splitlines()
    for key, value in settings.items():
        places = [n for n, line in enumerate(lines) if line.startswith(f"{key} = ")]
        assert len(places) == 1, key
        lines[places[0]] = f"{key} = {value}"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return open_workspace(root)


def calls(tab: str, made: int | None = None, language: str = "en") -> Values:
    """Give a cycle with one key result, 100 calls: its score is the calls made over 100."""
    plan: dict[str, str | float] = {
        f"{tab}.O1.text": "Talk to customers",
        f"{tab}.O1.K1.text": "100 calls",
        f"{tab}.O1.K1.type": layout(language).choices["type"]["linear"],
        f"{tab}.O1.K1.target": 100,
    }
    return plan if made is None else plan | {f"{tab}.O1.K1.actual": made}


def year_of(made: Mapping[str, int | None]) -> Values:
    """Give the cycles of a sheet: tab → calls made, None where only planned."""
    return {key: value for tab, n in made.items() for key, value in calls(tab, n).items()}


def issued(workspace: Workspace, person: str) -> bytes:
    """Issue a person's sheet by the settings of now and give its bytes."""
    people = [one for one in workspace.roster().people if one.id == person]
    return issue_sheets(workspace, people, force=True)[0].path.read_bytes()


def send_issued(
    workspace: Workspace,
    person: str,
    values: Values,
    *,
    name: str = "",
    modified: datetime | None = OCTOBER,
) -> Path:
    """Put a person's sheet, as it is issued now and filled in, into the inbox."""
    path = workspace.inbox / (name or f"{person}.xlsx")
    blank, options = issued(workspace, person), workspace.sheet_options
    path.write_bytes(fill(blank, values, modified=modified, options=options))
    return path
