"""Remake the sample organisation's filled sheets from `samples/content`, in both languages.

okrsheets issues the blank sheets, LibreOffice types in what people wrote and saves them as its
own workbooks. Run it after a change of the content or of the score sheet's form:
`python scripts/remake_samples.py`.
"""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from office import Job, run_office
from sample_content import (
    SAMPLES,
    people_with_content,
    read_cells,
    read_organisation,
    read_people,
)

from okrsheets.issuing.issue import issue_sheets
from okrsheets.language import LANGUAGES, load_language
from okrsheets.layout import build_layout
from okrsheets.roster import write_roster
from okrsheets.settings import SETTINGS_FILE
from okrsheets.settings.text import write_settings
from okrsheets.workspace import KEY_FILE, Workspace, open_workspace

SAMPLE_KEY = "okrsheets-key"


def lay_sample(code: str) -> Path:
    """Write the settings and the roster of one language; give the sample's folder."""
    folder, language = SAMPLES / code, load_language(code)
    folder.mkdir(exist_ok=True)
    organisation, year = read_organisation(code)
    values = {"organisation": organisation, "year": year, "language": code}
    text = write_settings(values, language)
    (folder / SETTINGS_FILE).write_text(text, encoding="utf-8", newline="\n")
    write_roster(folder / "roster.xlsx", read_people(code), language)
    return folder


def open_copy(sample: Path, root: Path) -> Workspace:
    """Make a workspace of the sample in an empty folder."""
    root.mkdir()
    for name in (SETTINGS_FILE, "roster.xlsx"):
        shutil.copyfile(sample / name, root / name)
    shutil.copyfile(sample / SAMPLE_KEY, root / KEY_FILE)
    return open_workspace(root)


def fill_jobs(workspace: Workspace, inbox: Path) -> Iterator[Job]:
    """Issue every sheet and yield what is to be typed into each that was returned."""
    language = load_language(workspace.settings.language)
    layout = build_layout(workspace.sheet_options, language)
    returned = people_with_content()
    people = workspace.roster().people
    for issued in issue_sheets(workspace, people, force=True):
        if issued.person.id in returned:
            typed = read_cells(issued.person.id, layout, language)
            cells = {layout.fields[key].place: value for key, value in typed.items()}
            yield Job(issued.path, cells, target=inbox / issued.path.name)


def main() -> None:
    """Remake both languages' rosters, settings and inboxes."""
    with tempfile.TemporaryDirectory(prefix="okrsheets-samples-") as place:
        jobs: list[Job] = []
        for code in LANGUAGES:
            sample = lay_sample(code)
            inbox = sample / "inbox"
            shutil.rmtree(inbox, ignore_errors=True)
            inbox.mkdir()
            jobs += fill_jobs(open_copy(sample, Path(place) / code), inbox)
        run_office(jobs)
        print(f"{len(jobs)} sheets filled and saved in {SAMPLES}")


if __name__ == "__main__":
    main()
