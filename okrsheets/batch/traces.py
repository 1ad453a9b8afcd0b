"""Finds a person's files in a workspace: by what they hold, not by how somebody named them.

A workbook is the person's where it carries the id of the person's sheet; so is a zip or an e-mail
that holds such a workbook. A text is the person's where it stands under the hash of such a file.
"""

import email
import email.policy
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePath
from zipfile import BadZipFile, ZipFile

from okrsheets.batch.book_site import BOOK_FILES
from okrsheets.batch.report_files import CACHE, DOCUMENTS_CACHE
from okrsheets.render.binding import bookmark_words, bookmarks_of, tells_of_many
from okrsheets.render.web import SCRIPT
from okrsheets.sheets.names import safe_id
from okrsheets.workspace import Workspace, own_files

_MAIL = ".eml"
_PDF = ".pdf"
_MOST_BYTES = 200_000_000
_WORKBOOK = b"xl/workbook"
_ZIP = b"PK\x03\x04"
_HASH = 8
_LOCKS = ".okrsheets.lock"
_COPIES = ("okrsheets.db.", ".okrsheets.db.")
"""Copies kept at a migration, and those that a killed process left half."""
_MADE = ("sheets", "mail")
_TEXTS = frozenset({".csv", ".txt", ".json", ".md", ".html", ".ics", ".tsv", ".xml"})
_EXPORT = b"PAR1"
"""How a Parquet file begins. It is packed, so that no word can be looked for in it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose files are looked for.

    `sheet` is the id of the person's sheet, `names` are those on sheets and roster, `hashes` of
    the person's files in the store, `foreign` of everybody else's, `listed` of all files ever
    seen, `people` are all known ids.
    """

    person: str
    sheet: str
    names: frozenset[str]
    hashes: frozenset[str]
    foreign: frozenset[str]
    listed: frozenset[str]
    people: frozenset[str]


@dataclass(frozen=True, slots=True)
class Found:
    """A person's own files; packs and lists that hold the person among others; what names them.

    `own` and `shared` go; `naming` are files that okrsheets did not make for the person and that
    hold the id or a name: they stay, and are named. `blocking` are zips and e-mails that also
    hold sheets of others which are stored nowhere yet.
    """

    own: tuple[Path, ...] = ()
    shared: tuple[Path, ...] = ()
    naming: tuple[Path, ...] = ()
    blocking: tuple[Path, ...] = ()


def find_files(workspace: Workspace, wanted: Wanted) -> Found:
    """Look through everything in the workspace, but for what is the company's own."""
    found: dict[str, list[Path]] = {}
    for path in sorted(_files(workspace)):
        kind = _kind_of(path.relative_to(workspace.root), path, wanted)
        found.setdefault(kind, []).append(path)
    return Found(**{kind: tuple(paths) for kind, paths in found.items() if kind})


def _files(workspace: Workspace) -> Iterator[Path]:
    database = workspace.database
    live = {database.with_name(f"{database.name}{end}") for end in ("", "-wal", "-shm", "-journal")}
    kept = live | set(own_files(workspace))
    for path in workspace.root.rglob("*"):
        if path.is_file() and not path.is_symlink() and path not in kept:
            yield path


def _kind_of(place: PurePath, path: Path, wanted: Wanted) -> str:
    """Give `own`, `shared`, `naming`, `blocking`, or "" for a file with nothing of the person."""
    if path.name.startswith(_COPIES) or _is_of_many(place) or _is_of_book(place, path):
        return "shared"
    if path.stem in wanted.foreign or path.name.startswith(_LOCKS):
        return ""
    if _is_named_by_id(place, wanted) or _stands_under_hash(path, wanted):
        return "own"
    data = path.read_bytes() if path.stat().st_size <= _MOST_BYTES else b""
    digest = sha256(data).hexdigest()
    if digest in wanted.hashes | wanted.foreign:
        return "own" if digest in wanted.hashes else ""
    if path.suffix.lower() == _PDF:
        named = set(map(bookmark_words, wanted.names)) & set(bookmarks_of(data))
        return "shared" if named or tells_of_many(data) else ""
    return _kind_of_content(place, data, wanted)


def _is_of_many(place: PurePath) -> bool:
    """Tell whether it is a list of a batch's findings, or a document's part in the cache."""
    listed = (place.parts[0], place.name[:1]) == ("returned", "_")
    return listed or place.parts[:3] == ("reports", CACHE, DOCUMENTS_CACHE)


def _is_of_book(place: PurePath, path: Path) -> bool:
    """Tell whether it is a file of a web copy of the book, whose pages name everybody somewhere.

    The script marks the folder: it goes last, so that a killed run finds the others again.
    """
    return place.parts[0] == "reports" and any(
        BOOK_FILES.fullmatch(path.relative_to(folder).as_posix()) and (folder / SCRIPT).is_file()
        for folder in path.parents[:2]
    )


def _kind_of_content(place: PurePath, data: bytes, wanted: Wanted) -> str:
    mark = wanted.sheet.encode()
    inner = [content for content in _contents(place, data) if content.startswith(_ZIP)]
    if any(mark in part for content in inner for part in _members(content)):
        unsaved = [content for content in inner if not _is_safe(content, wanted)]
        made = place.parts[0] in _MADE
        return "blocking" if unsaved and not made else "shared" if len(inner) > 1 else "own"
    parts = list(_members(data))
    if any(mark in part for part in parts):  # a workbook: a sheet, or the list of all
        line = f"|{wanted.sheet}|".encode()
        return "own" if any(line in part for part in parts) else "shared"
    return "naming" if _names(place, data, wanted) else ""


def _is_safe(content: bytes, wanted: Wanted) -> bool:
    """Tell whether a member of a zip or e-mail is the person's, known already, or no workbook."""
    mark = wanted.sheet.encode()
    known = sha256(content).hexdigest() in wanted.listed
    return known or _WORKBOOK not in content or any(mark in part for part in _members(content))


def _is_named_by_id(place: PurePath, wanted: Wanted) -> bool:
    """Tell whether okrsheets named a report, or its folder in the cache, by the person's id."""
    if place.parts[0] != "reports":
        return False
    if place.parts[1] == CACHE:
        return place.parts[2] == safe_id(wanted.person)
    marks = {person: f"{safe_id(person)}_" for person in wanted.people}
    fitting = [person for person, mark in marks.items() if place.name.startswith(mark)]
    return max(fitting, key=lambda person: len(marks[person]), default="") == wanted.person


def _stands_under_hash(path: Path, wanted: Wanted) -> bool:
    """Tell whether a text or copy to send back belongs to one of the person's files.

    By the hash in its name, or by a file's name in it that tells the id or the name.
    """
    if path.parent.name != "returned":
        return False
    marks = re.findall(r"[0-9a-f]{8}", path.name)
    plain = path.name.replace("_", " ").encode("utf-8", "surrogateescape")
    told = re.search(_whole(wanted), plain) or any(one.encode() in plain for one in wanted.names)
    return bool(told) or any(one[:_HASH] in marks for one in wanted.hashes)


def _whole(wanted: Wanted) -> bytes:
    """Give the pattern of the id as a whole word."""
    return rb"(?<![0-9A-Za-z])" + re.escape(wanted.person.encode()) + rb"(?![0-9A-Za-z])"


def _contents(place: PurePath, data: bytes) -> Iterator[bytes]:
    """Yield the files in an e-mail or a zip."""
    if place.suffix.lower() != _MAIL:
        yield from _members(data)
        return
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield content


def _members(data: bytes) -> Iterator[bytes]:
    """Yield the parts of a zip that can be read, within a bound; nothing of anything else."""
    if not data.startswith(_ZIP):
        return
    try:
        with ZipFile(io.BytesIO(data)) as package:
            left = _MOST_BYTES
            for info in package.infolist():
                left -= info.file_size
                if left < 0:
                    return
                yield package.read(info)
    except (
        BadZipFile,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        zlib.error,
    ):
        return


def _names(place: PurePath, data: bytes, wanted: Wanted) -> bool:
    """Tell whether a file holds a name of the person, or a text file the id as a whole word.

    A Parquet file may, so it does.
    """
    if data.startswith(_EXPORT):
        return True
    words = [word.encode() for word in wanted.names]
    text = place.suffix.lower() in _TEXTS
    parts = [data] if text else list(_contents(place, data))
    named = any(word in part for part in parts for word in words)
    return named or (text and re.search(_whole(wanted), data) is not None)
