"""Writes what goes back to the sender of a rejected or held sheet: a text, and a marked copy.

Both in the language of the sheet, ready to be forwarded. Written beside and renamed; the same
faults give the same bytes. `returned/` shows the present: what no longer applies is removed.
"""

import re
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from okrsheets.batch.leftovers import begun_prefix
from okrsheets.batch.outcome import FileResult
from okrsheets.batch.rules import Rules
from okrsheets.display import show_finding
from okrsheets.findings import Audience, Finding, Severity
from okrsheets.findings.catalogue import CATALOGUE, severity_of
from okrsheets.language import LANGUAGES, Language, load_language
from okrsheets.store import FileState, ListedFile
from okrsheets.workspace import Workspace

_UNSAFE = re.compile(r"[^\w.()（）-]+")
_LONGEST = 60
_HASH = 8
_FOR_HR = "HR_"
_OURS = re.compile(rf"(?P<stem>.+)\.(?P<hash>[0-9a-f]{{{_HASH}}})(?:\.(?:txt|xlsx))?")

Take = Callable[[], bytes | Finding]
"""Gives the bytes of a file as it came."""


@dataclass(frozen=True, slots=True)
class Returned:
    """What was written to go back: the texts, and the marked copies where they can be made."""

    texts: list[Path] = field(default_factory=list)
    copies: list[Path] = field(default_factory=list)


def write_returned(workspace: Workspace, rules: Rules, result: FileResult, take: Take) -> Returned:
    """Write what goes back for a rejected or held file, or HR's own text where nothing does."""
    folder, stem = workspace.returned, _stem(result)
    note = folder / f"{_FOR_HR}{stem}.txt"
    if needs_hr(result):
        _write(note, hr_text(result, rules).encode("utf-8-sig"))
        for ending in (".txt", ".xlsx"):
            (folder / f"{stem}{ending}").unlink(missing_ok=True)
    if not _goes_back(result):
        return Returned()
    note.unlink(missing_ok=True)
    copy = marked_file(result, rules, take, send_to=workspace.settings.sheet.send_to)
    copies = write_copy(workspace.returned, result, copy) if copy else []
    path = folder / f"{stem}.txt"
    names = [path.name for path in copies]
    _write(path, returned_text(result, rules, copy=names[0] if names else "").encode("utf-8-sig"))
    return Returned([path], copies)


def write_text(workspace: Workspace, rules: Rules, result: FileResult, *, new: str) -> Path:
    """Write the text of a file whose marked copy `new` is another sheet with the same entries."""
    path = workspace.returned / f"{_stem(result)}.txt"
    _write(path, returned_text(result, rules, copy=new, is_new=True).encode("utf-8-sig"))
    return path


def write_copy(folder: Path, result: FileResult, copy: bytes) -> list[Path]:
    """Write a marked copy under the file's own name and a piece of its hash."""
    path = folder / f"{_stem(result)}.xlsx"
    _write(path, copy)
    return [path]


def write_details(workspace: Workspace, name: str, lines: Sequence[str]) -> Path:
    """Write what is too long for a screen beside the texts, in place of the last batch's."""
    path = workspace.returned / name
    _write(path, "\r\n".join((*lines, "")).encode("utf-8-sig", "backslashreplace"))
    return path


def marked_file(result: FileResult, rules: Rules, take: Take, *, send_to: str) -> bytes | None:
    """Give a file's marked copy; None where nobody knows whose sheet it is, or it cannot be made.

    Whatever is wrong with the file, its text is written all the same.
    """
    if result.person is None or not result.findings:
        return None
    from okrsheets.marking import Cover, marked_copy  # noqa: PLC0415 - costs start-up, and few batches need it

    data = take()
    if isinstance(data, Finding):
        return None
    person = rules.person(result.person)
    cover = Cover(
        _language(result, rules),
        person.name if person else result.person,
        send_to,
        held=result.state is FileState.HELD,
    )
    try:
        return marked_copy(data, result.findings, cover)
    except Exception:  # noqa: BLE001 - a file too odd to be marked has its text; it sinks nothing
        return None


def remove_outdated(folder: Path, written: Collection[Path], files: Sequence[ListedFile]) -> None:
    """Remove what was written for files that are settled by now.

    Args:
        folder: where texts and copies lie.
        written: what this batch wrote.
        files: every listed file; only what was written for one of them is ever removed.
    """
    listed: dict[str, list[ListedFile]] = {}
    for file in files:
        listed.setdefault(file.sha256[:_HASH], []).append(file)
    fresh = {path.name for path in written}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        found = _OURS.fullmatch(path.name)
        known = listed.get(found["hash"], []) if found and path.suffix else []
        if known and path.name not in fresh and all(map(_is_settled, known)):
            path.unlink(missing_ok=True)


def _is_settled(file: ListedFile) -> bool:
    """Tell whether a file was taken in after all, or its person sent a good one after it."""
    waits = file.state in (FileState.REJECTED, FileState.HELD)
    return not waits or (file.stored is not None and file.stored > file.received)


def _goes_back(result: FileResult) -> bool:
    """Tell whether there is something that the sender can put right, or has to know."""
    if result.state is FileState.HELD:
        return True
    entries = (CATALOGUE[finding.code] for finding in _of_kind(result.findings, errors=True))
    rejected = result.state is FileState.REJECTED
    return rejected and any(entry.audience is Audience.CONTRIBUTOR for entry in entries)


def needs_hr(result: FileResult) -> bool:
    """Tell whether a file is rejected for what only HR, or who runs okrsheets, can put right.

    One that could not even be read is left for later; the line of its finding says why.
    """
    rejected = result.state is FileState.REJECTED and result.sha256 is not None
    return rejected and not _goes_back(result)


def hr_text(result: FileResult, rules: Rules) -> str:
    """Give HR's text for a file whose sender can put nothing right: what to do about it."""
    language = load_language(rules.language)
    person = rules.person(result.person or "")
    lines = [language.text("For HR")]
    if person is not None:
        name = language.text("{name} ({id})", name=person.name, id=person.id)
        lines.append(language.text("The sheet names: {name}", name=name))
    lines += [
        language.text("File: {name}", name=PurePath(result.path.replace("\\", "/")).name),
        "",
        language.text("This file was not taken in, and its sender alone cannot put it right."),
        language.text("This is to be done; then run “okrsheets ingest” again:"),
        "",
        *_numbered(_of_kind(result.findings, errors=True), language),
    ]
    return "\r\n".join((*lines, ""))


def _stem(result: FileResult) -> str:
    """Give a safe name; that of a marked copy which came back does not grow."""
    name = PurePath(result.path.replace("\\", "/")).stem
    own = _OURS.fullmatch(name)
    safe = _UNSAFE.sub("_", own["stem"] if own else name).strip("._ ")[:_LONGEST] or "file"
    return f"{safe}.{result.sha256[:_HASH]}" if result.sha256 else safe


def _write(path: Path, content: bytes) -> None:
    """Write a file beside and rename it; one that is the same already is left alone."""
    if path.exists() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        dir=path.parent, prefix=f"{begun_prefix()}-", suffix=".tmp", delete=False
    ) as stream:
        stream.write(content)
    Path(stream.name).chmod(0o644)
    Path(stream.name).replace(path)


def _language(result: FileResult, rules: Rules) -> Language:
    return load_language(result.language if result.language in LANGUAGES else rules.language)


def returned_text(result: FileResult, rules: Rules, *, copy: str = "", is_new: bool = False) -> str:
    """Give the text to forward: which cell, what was found, what to write there.

    `copy` is the name of the marked copy that goes with it, `is_new` says that it is a new
    .xlsx, since the file that was sent has another format.
    """
    language = _language(result, rules)
    return "\r\n".join((*_lines(result, rules, _copy_line(result, language, copy, is_new)), ""))


def _copy_line(result: FileResult, language: Language, copy: str, is_new: bool) -> str:  # noqa: FBT001 - handed through
    """Say what goes with the text; nothing where nothing does, or nothing is marked in it."""
    if is_new:
        return language.text(
            "Your entries stand in a new score sheet, {copy}, which goes with this text; the"
            " places are marked in it. Please go on with that one: the file you sent is not an"
            " .xlsx.",
            copy=copy,
        )
    if not copy or not any(finding.place for finding in result.findings):
        return ""
    return language.text(
        "The places are marked in the copy that goes with this text: {copy}", copy=copy
    )


def _lines(result: FileResult, rules: Rules, copy_line: str) -> Iterator[str]:
    language = _language(result, rules)
    person = rules.person(result.person or "")
    name = PurePath(result.path.replace("\\", "/")).name
    if person is not None:
        yield language.text("To: {name}", name=person.name)
    yield language.text("File: {name}", name=name)
    yield ""
    yield from _opening(result, language, copy_line)
    yield ""
    yield from _numbered(_of_kind(result.findings, errors=True), language)
    others = _of_kind(result.findings, errors=False)
    if others:
        yield ""
        yield language.text("Please have a look at these places, too:")
        yield ""
        yield from _numbered(others, language)


def _opening(result: FileResult, language: Language, copy_line: str) -> Iterator[str]:
    if result.state is FileState.HELD:
        first = language.text(
            "Your score sheet has arrived and is kept, but it does not count yet."
        )
        then = language.text("HR settles this, with you where your values are concerned:")
    else:
        first = language.text("Your score sheet could not be accepted yet.")
        then = language.text("Please correct these places in the file, save it and send it again:")
    yield first
    if copy_line:
        yield copy_line
    yield then


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
