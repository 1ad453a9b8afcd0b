"""Checks a company's own template against what its settings ask for, every fault in one pass."""

from dataclasses import dataclass
from itertools import chain

from okrsheets.findings import Finding, Severity
from okrsheets.findings.catalogue import severity_of
from okrsheets.sheets.spec import TemplateSpec
from okrsheets.submissions.order import reading_order
from okrsheets.submissions.refusal import FileRefusedError
from okrsheets.templates.book import read_book
from okrsheets.templates.export import drawn_form, marked_file
from okrsheets.templates.fields import check_fields
from okrsheets.templates.formats import check_formats
from okrsheets.templates.labels import check_headings
from okrsheets.templates.pairs import Comparison
from okrsheets.templates.structure import (
    check_facts,
    check_keys,
    check_lists,
    check_size,
    check_tabs,
)
from okrsheets.templates.words import check_labels, check_words

_OTHER_FORM = ("T204", "T205", "T206")
_NO_FORM = ("T101", "T107")
_FOLLOWS = ("T407", "T411")
_FOLLOWED = ("T201", "T202", "T203", "T301", "T302", "T303", "T304", "T307")


@dataclass(frozen=True, slots=True)
class Checked:
    """A template that was checked: what there is to say of it, and what was read."""

    findings: tuple[Finding, ...]
    comparison: Comparison | None

    @property
    def fit(self) -> bool:
        """Tell whether sheets can be issued from it."""
        return not any(severity_of(f) is Severity.ERROR for f in self.findings)


def check_template(data: bytes, spec: TemplateSpec) -> Checked:
    """Check a template: its file's bytes against what it is wanted for.

    Where it was exported for other settings, only that is said: every other difference follows
    from it.
    """
    try:
        book = read_book(data)
    except FileRefusedError as refusal:
        return Checked((refusal.finding,), None)
    form = drawn_form(spec)
    comparison = Comparison(book, read_book(marked_file(form, spec)), form, spec.options)
    findings = [*_once(book.package.findings), *check_size(len(data))]
    findings += check_tabs(comparison)
    codes = {f.code for f in findings}
    if not codes & set(_NO_FORM):
        facts = list(check_facts(book, spec))
        findings += facts
        if not {f.code for f in facts} & set(_OTHER_FORM):
            findings += _check_form(comparison, codes)
    names = [tab.name for tab in book.tabs]
    return Checked(reading_order(findings, names), comparison)


def _once(findings: list[Finding]) -> list[Finding]:
    """Say of each part once what is wrong with it; many tabs may lead to it."""
    kept = {(f.code, f.value, f.fields.get("part")): f for f in findings}
    return list(kept.values())


def _check_form(comparison: Comparison, known: set[str]) -> list[Finding]:
    """Check keys, cells and words; where keys or tabs are wrong, formulas and lines differ by that.

    `known` are the codes that were found before.
    """
    findings = [*check_lists(comparison), *check_words(comparison)]
    for pair in comparison.pairs:
        findings += chain(check_keys(pair), check_fields(comparison, pair))
        findings += chain(check_formats(comparison, pair), check_labels(pair), check_headings(pair))
    known = known | {f.code for f in findings}
    return [f for f in findings if f.code not in _FOLLOWS or not known & set(_FOLLOWED)]
