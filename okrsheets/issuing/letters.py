"""The letter that goes with a sheet: a text file a language, which HR edits as it likes.

Its first line is the subject. What stands in braces is filled in for each person; anything else
in braces is a fault that is named with its line before anything is written.
"""

import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from okrsheets.errors import N_, Line, MachineError, UsageError
from okrsheets.issuing.tray import written_beside
from okrsheets.resources import find_resource

PLACEHOLDERS = ("name", "organisation", "year", "file", "manager", "due", "send_to")
_SUBJECTS = ("subject:", "subject：", "主题:", "主题：")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_LONGEST = 100_000


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter's subject and text, with their placeholders."""

    subject: str
    text: str

    def names_due(self) -> bool:
        """Tell whether the letter names the day by which to plan."""
        return "{due}" in self.subject + self.text

    def filled(self, values: Mapping[str, str]) -> tuple[str, str]:
        """Give subject and text for one person."""
        return self.subject.format_map(values), self.text.format_map(values)


def letter_path(folder: Path, language: str) -> Path:
    """Give where the letter of a language is."""
    return folder / f"letter.{language}.txt"


def prepare_letters(folder: Path, languages: Iterable[str]) -> Mapping[str, Letter]:
    """Read the letters of these languages; one that is missing is written with the usual text.

    Args:
        folder: the workspace's folder of e-mails.
        languages: codes, `en` or `zh`.

    Raises:
        UsageError: a letter has faults; all are named, and nothing is written.
        MachineError: a letter cannot be read or written.
    """
    wanted = sorted(set(languages))
    there = {code: _content(letter_path(folder, code)) for code in wanted}
    new = {code: _usual(code) for code, content in there.items() if content is None}
    contents = {code: content for code, content in there.items() if content is not None} | new
    letters: dict[str, Letter] = {}
    faults: list[Line] = []
    for code in wanted:
        letter, found = _read(letter_path(folder, code), contents[code])
        letters[code] = letter
        faults += found
    if faults:
        raise UsageError(N_("the letter that goes with the sheets has faults:"), *faults)
    for code, content in new.items():
        with written_beside(letter_path(folder, code)) as stream:
            stream.write(content)
    return letters


def _usual(language: str) -> bytes:
    """Give the usual letter as a file that every editor on Windows shows right."""
    text = (find_resource("workbook_templates") / f"letter.{language}.txt").read_text("utf-8")
    return ("\ufeff" + text).replace("\n", "\r\n").encode()


def _content(path: Path) -> bytes | None:
    try:
        with path.open("rb") as stream:
            return stream.read(_LONGEST)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise MachineError(
            N_("{file} cannot be read: {reason}"), file=path, reason=error.strerror or error
        ) from error


def _read(path: Path, content: bytes) -> tuple[Letter, list[Line]]:
    text = _decoded(content)
    if text is None:
        fault = N_("{file}: this is not a text file. Save it as text (UTF-8).")
        return Letter("", ""), [Line(fault, {"file": path})]
    lines = text.splitlines()
    start = next((number for number, line in enumerate(lines) if line.strip()), 0)
    head = lines[start].strip() if lines else ""
    word = next((word for word in _SUBJECTS if head.lower().startswith(word)), "")
    faults = list(_faults(path, lines))
    if not head[len(word) :].strip() or not word:
        fault = N_("{file}, line {line}: the first line is “Subject: …” or “主题：…”.")
        faults.insert(0, Line(fault, {"file": path, "line": start + 1}))
    body = "\n".join(line.rstrip() for line in lines[start + 1 :]).strip("\n")
    return Letter(head[len(word) :].strip(), body + "\n"), faults


def _decoded(content: bytes) -> str | None:
    """Decode what Notepad or WPS saved: UTF-8 first, UTF-16 by its mark, else GB18030."""
    codes = ("utf-16",) if content.startswith(_UTF16) else ("utf-8-sig", "gb18030")
    for code in codes:
        try:
            text = content.decode(code)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def _faults(path: Path, lines: Iterable[str]) -> Iterator[Line]:
    """Yield what in braces cannot be filled in, line by line."""
    known = tuple(f"{{{name}}}" for name in PLACEHOLDERS)
    for number, line in enumerate(lines, start=1):
        for found in _unknown(line):
            text = N_(
                "{file}, line {line}: {found} cannot be filled in. These can: {known}. A brace "
                "that is only a brace is typed twice."
            )
            yield Line(text, {"file": path, "line": number, "found": found, "known": known})


def _unknown(line: str) -> Iterator[str]:
    try:
        fields = list(string.Formatter().parse(line))
    except ValueError:  # a brace without its other half
        yield "{" if "{" in line else "}"
        return
    for _, name, form, conversion in fields:
        if name is not None and (name not in PLACEHOLDERS or form or conversion):
            yield "{" + name + "}"
