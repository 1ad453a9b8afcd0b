"""Drive LibreOffice over UNO: open workbooks, type into cells, recalculate, show, save.

Run by the system's Python, which has the `uno` module; `scripts/office.py` is the way to call it.
`office_driver.py JOB` reads a JSON job (`documents`: list of `source`, `cells`, `show`, `target`,
`pdf`) and writes the shown texts to the job's `result`. One soffice process serves the whole job.
"""

import datetime
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import uuid

import uno  # the system's LibreOffice bindings

START_SECONDS = 90
XLSX = "Calc MS Excel 2007 XML"
EPOCH = datetime.date(1899, 12, 30)


def start_office(profile, pipe):
    """Start a headless soffice with its own profile, listening on a named pipe."""
    return subprocess.Popen(
        [
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


def connect(pipe):
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
        except Exception:  # the office is not listening yet: UNO's own exception classes vary
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return remote.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", remote
            )


def prop(name, value):
    """Give one UNO property value."""
    pair = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    pair.Name, pair.Value = name, value
    return pair


def type_in(cell, value):
    """Type a value as a person would: a number, a text, or a date (`{"date": "2026-05-31"}`)."""
    if isinstance(value, dict):
        value = (datetime.date.fromisoformat(value["date"]) - EPOCH).days
    if value is None:
        cell.setFormula("")
    elif isinstance(value, str):
        cell.setString(value)
    else:
        cell.setValue(value)


def save(document, job):
    """Save as .xlsx and as PDF, where asked for."""
    if job.get("target"):
        options = (prop("FilterName", XLSX),)
        document.storeToURL(pathlib.Path(job["target"]).as_uri(), options)
    if job.get("pdf"):
        options = (prop("FilterName", "calc_pdf_Export"),)
        document.storeToURL(pathlib.Path(job["pdf"]).as_uri(), options)


def serve(desktop, job):
    """Do one document's job; give the shown texts in the order they were asked for."""
    document = desktop.loadComponentFromURL(
        pathlib.Path(job["source"]).as_uri(), "_blank", 0, (prop("Hidden", True),)
    )
    try:
        sheets = document.Sheets
        document.lockControllers()
        document.addActionLock()
        for sheet, ref, value in job.get("cells", ()):
            type_in(sheets.getByName(sheet).getCellRangeByName(ref), value)
        document.removeActionLock()
        document.unlockControllers()
        document.calculateAll()
        shown = [
            sheets.getByName(sheet).getCellRangeByName(ref).getString()
            for sheet, ref in job.get("show", ())
        ]
        save(document, job)
    finally:
        document.close(True)
    return shown


def main(job_file):
    """Do a whole job with one office process."""
    job = json.loads(pathlib.Path(job_file).read_text(encoding="utf-8"))
    pipe = f"okrsheets-{uuid.uuid4().hex}"
    with tempfile.TemporaryDirectory(prefix="okrsheets-office-") as profile:
        office = start_office(profile, pipe)
        try:
            desktop = connect(pipe)
            shown = [serve(desktop, document) for document in job["documents"]]
            desktop.terminate()
            office.wait(30)
        finally:
            office.kill()
            office.wait()
    pathlib.Path(job["result"]).write_text(json.dumps(shown), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
