"""What the tests of a company's own template share: an export, edits, what the check says."""

import io
from collections.abc import Callable
from functools import cache

import openpyxl
from openpyxl import Workbook
from surgery import parts_of, zipped

from okrsheets.findings import Finding
from okrsheets.language import load_language
from okrsheets.sheets import CompiledTemplate, TemplateSpec
from okrsheets.sheets.compiled import compile_form
from okrsheets.templates import check_template, export_template, form_of

SPEC = TemplateSpec(language=load_language("en"), organisation="Northlight & Co", year=2026)
CHINESE = TemplateSpec(language=load_language("zh"), organisation="北辰科技", year=2026)
Edit = Callable[[Workbook], None]


@cache
def exported(spec_name: str = "en") -> bytes:
    """Give the exported template."""
    return export_template(CHINESE if spec_name == "zh" else SPEC)


def saved(book: Workbook) -> bytes:
    """Give a workbook as a file's bytes."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def edited(edit: Edit, data: bytes | None = None) -> bytes:
    """Give the English template with something changed, saved by openpyxl."""
    book = openpyxl.load_workbook(io.BytesIO(data or exported()))
    edit(book)
    return saved(book)


def with_part(name: str, old: bytes, new: bytes) -> bytes:
    """Give the English template with one piece of a part's bytes exchanged."""
    parts = parts_of(exported())
    assert old in parts[name], old
    return zipped({**parts, name: parts[name].replace(old, new, 1)})


def findings_of(data: bytes, spec: TemplateSpec = SPEC) -> tuple[Finding, ...]:
    """Give all that the check says of a template."""
    return check_template(data, spec).findings


def told(data: bytes, spec: TemplateSpec = SPEC) -> dict[str, list[str]]:
    """Give what the check says: code → the places in reading order ("" for the whole file)."""
    found: dict[str, list[str]] = {}
    for finding in findings_of(data, spec):
        found.setdefault(finding.code, []).append(str(finding.place) if finding.place else "")
    return found


def compiled(data: bytes, spec: TemplateSpec = SPEC) -> CompiledTemplate:
    """Compile a template that must be fit."""
    checked = check_template(data, spec)
    assert checked.fit, checked.findings
    assert checked.comparison is not None
    return compile_form(form_of(checked.comparison, spec), spec)
