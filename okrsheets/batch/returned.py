"""Writes what a rejected sheet's sender has to do, as a text that can be forwarded as it is.

In the language of the sheet. Written beside and renamed; the same faults give the same bytes.
"""

import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath

from okrsheets.batch.outcome import FileResult
from okrsheets.batch.rules import Rules
from okrsheets.display import show_finding
from okrsheets.findings import Audience, Finding, Severity
from okrsheets.findings.catalogue import CATALOGUE, severity_of
from okrsheets.language import LANGUAGES, Language, load_language
from okrsheets.store import FileState
from okrsheets.workspace import Workspace

_UNSAFE = re.compile(r"[^\w.()（）-]+")
_LONGEST = 60
_HASH = 8


def write_returned(workspace: Workspace, rules: Rules, result: FileResult) -> list[Path]:
    """Write the text of a rejected file; give its path, or nothing where none is needed."""
    if result.state is not FileState.REJECTED or not _can_be_repaired(result):
        return []
    path = workspace.returned / f"{_stem(result)}.txt"
    content = returned_text(result, rules).encode("utf-8-sig")
    if not path.exists() or path.read_bytes() != content:
        _write(path, content)
    return [path]


def _can_be_repaired(result: FileResult) -> bool:
    """Tell whether there is something that the sender can put right."""
    entries = (CATALOGUE[finding.code] for finding in _of_kind(result.findings, errors=True))
    return any(entry.audience is Audience.CONTRIBUTOR for entry in entries)


def _stem(result: FileResult) -> str:
    name = PurePath(result.path.replace("\\", "/")).stem
    safe = _UNSAFE.sub("_", name).strip("._ ")[:_LONGEST] or "file"
    return f"{safe}.{(result.sha256 or '')[:_HASH]}"


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as stream:
        stream.write(content)
    Path(stream.name).chmod(0o644)
    Path(stream.name).replace(path)


def returned_text(result: FileResult, rules: Rules) -> str:
    """Give the text to forward: which cell, what was found, what to write there."""
    code = result.language if result.language in LANGUAGES else rules.language
    language = load_language(code)
    return "\r\n".join((*_lines(result, rules, language), ""))


def _lines(result: FileResult, rules: Rules, language: Language) -> Iterator[str]:
    person = rules.person(result.person or "")
    name = PurePath(result.path.replace("\\", "/")).name
    if person is not None:
        yield language.text("To: {name}", name=person.name)
    yield language.text("File: {name}", name=name)
    yield ""
    yield language.text("Your score sheet could not be accepted yet.")
    yield language.text("Please correct these places in the file, save it and send it again:")
    yield ""
    yield from _numbered(_of_kind(result.findings, errors=True), language)
    others = _of_kind(result.findings, errors=False)
    if others:
        yield ""
        yield language.text("Please have a look at these places, too:")
        yield ""
        yield from _numbered(others, language)


def _of_kind(findings: Sequence[Finding], *, errors: bool) -> list[Finding]:
    return [
        finding
        for finding in findings
        if (severity_of(finding) is Severity.ERROR) == errors
        and severity_of(finding) is not Severity.NOTE
    ]


def _numbered(findings: Sequence[Finding], language: Language) -> Iterator[str]:
    for number, finding in enumerate(findings, 1):
        place = str(finding.place) if finding.place else language.text("The whole file")
        yield f"{number}. {place}  ({finding.code})"
        for sentence in show_finding(finding, language):
            if sentence:
                yield f"   {_begun(sentence, finding)}"


def _begun(sentence: str, finding: Finding) -> str:
    """Begin an English message with a capital, where it begins with a word of ours."""
    first = CATALOGUE[finding.code].message.partition(" ")[0]
    ours = first.isalpha() and first.islower() and first != "okrsheets"
    begins = ours and sentence.startswith(f"{first} ")
    return sentence[:1].upper() + sentence[1:] if begins else sentence
