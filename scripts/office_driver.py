"""Drive LibreOffice over UNO: open workbooks, type into cells, recalculate, show, save.

Run by the system's Python, which has the `uno` module; `scripts/office.py` is the way to call it.
`office_driver.py JOB` reads a JSON job (`documents`: list of `source`, `edits`, `cells`, `show`,
`target`, `pdf`) and writes the shown texts to the job's `result`. One soffice process serves it.
"""
# ruff: noqa: ANN401, FBT003 - UNO's objects have no types, and its calls take no keywords

import datetime as dt
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import uuid
from typing import Any

import uno  # the system's LibreOffice bindings

START_SECONDS = 90
STOP_SECONDS = 30
FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".ods": "calc8",
    ".xls": "MS Excel 97",
}
PDF = "calc_pdf_Export"
EPOCH = dt.date(1899, 12, 30)

Job = dict[str, Any]


def start_office(profile: str, pipe: str) -> "subprocess.Popen[bytes]":
    """Start a headless soffice with its own profile, listening on a named pipe."""
    return subprocess.Popen(  # noqa: S603 - a fixed command
        [  # noqa: S607 - found on the path, as a person would
            "soffice",
            f"-env:UserInstallation={pathlib.Path(profile).as_uri()}",
            f"--accept=pipe,name={pipe};urp",
            "--headless",
            "--norestore",
            "--nologo",
            "--nodefault",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def connect(pipe: str) -> Any:
    """Wait for the office to answer; give its desktop."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    url = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            remote = resolver.resolve(url)
        except Exception:  # the office is not listening yet; UNO's own exception classes vary
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return remote.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", remote
            )


def option(name: str, value: object) -> Any:
    """Give one UNO property value."""
    pair = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    pair.Name, pair.Value = name, value
    return pair


def type_in(cell: Any, value: Any) -> None:
    """Type a value as a person would: a number, a text, or a date (`{"date": "2026-05-31"}`)."""
    if isinstance(value, dict):
        value = (dt.date.fromisoformat(value["date"]) - EPOCH).days
    if value is None:
        cell.setFormula("")
    elif isinstance(value, str):
        cell.setString(value)
    else:
        cell.setValue(value)


def save(document: Any, job: Job) -> None:
    """Save as the target's name says (.xlsx, .ods, .xls) and as PDF, where asked for."""
    if job["target"]:
        target = pathlib.Path(job["target"])
        document.storeToURL(target.as_uri(), (option("FilterName", FILTERS[target.suffix]),))
    if job["pdf"]:
        document.storeToURL(pathlib.Path(job["pdf"]).as_uri(), (option("FilterName", PDF),))


def edit(document: Any, what: str, *values: Any) -> None:
    """Change a document's shape or looks, as a person would with the mouse."""
    if what == "tab":
        document.Sheets.insertNewByName(values[0], document.Sheets.Count)
    elif what == "name":
        document.Sheets.getByName(values[0]).setName(values[1])
    elif what == "columns":
        document.Sheets.getByName(values[0]).Columns.insertByIndex(values[1], 1)
    elif what == "rows":
        document.Sheets.getByName(values[0]).Rows.insertByIndex(values[1], 1)
    elif what == "look":
        cells = document.Sheets.getByName(values[0]).getCellRangeByName(values[1])
        cells.setPropertyValue(values[2], values[3])
    elif what == "hide":
        document.Sheets.getByName(values[0]).Rows.getByIndex(values[1]).IsVisible = False
    elif what == "formula":
        document.Sheets.getByName(values[0]).getCellRangeByName(values[1]).setFormula(values[2])


def fill(document: Any, job: Job) -> list[str]:
    """Edit, type everything in, recalculate, and give the shown texts in the order asked for."""
    for what in job["edits"]:
        edit(document, *what)
    sheets = {name: document.Sheets.getByName(name) for name in document.Sheets.ElementNames}
    document.enableAutomaticCalculation(False)
    for sheet, ref, value in job["cells"]:
        type_in(sheets[sheet].getCellRangeByName(ref), value)
    document.enableAutomaticCalculation(True)
    document.calculateAll()
    return [sheets[sheet].getCellRangeByName(ref).getString() for sheet, ref in job["show"]]


def serve(desktop: Any, job: Job) -> list[str]:
    """Do one document's job; give its shown texts."""
    source = pathlib.Path(job["source"]).as_uri()
    document = desktop.loadComponentFromURL(source, "_blank", 0, (option("Hidden", True),))
    try:
        shown = fill(document, job)
        save(document, job)
    finally:
        document.close(True)
    return shown


def main(job_file: str) -> None:
    """Do a whole job with one office process."""
    job = json.loads(pathlib.Path(job_file).read_text(encoding="utf-8"))
    pipe = f"okrsheets-{uuid.uuid4().hex}"
    with tempfile.TemporaryDirectory(prefix="okrsheets-office-") as profile:
        office = start_office(profile, pipe)
        try:
            desktop = connect(pipe)
            shown = [serve(desktop, document) for document in job["documents"]]
            desktop.terminate()
            office.wait(STOP_SECONDS)
        finally:
            office.kill()
            office.wait()
    pathlib.Path(job["result"]).write_text(json.dumps(shown), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
