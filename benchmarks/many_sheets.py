"""Makes many returned sheets out of the sample's few: each one another person's, rightly signed.

Only the parts that carry the identity are written anew, as the saving program wrote them but for
the identity; all other parts stay as they were compressed, so a copy reads like an original.
"""

import io
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import escape
from pathlib import Path

from bad_sheets import DAMAGES

from okrsheets.batch.sample import SAMPLE_KEY, sample_folder
from okrsheets.identity import sheet_id, token_of, write_identity
from okrsheets.language import load_language
from okrsheets.model import Person
from okrsheets.roster import write_roster
from okrsheets.settings import SETTINGS_FILE
from okrsheets.submissions import read_submission
from okrsheets.workspace import KEY_FILE, Workspace, open_workspace

_CARRYING = ("xl/sharedStrings.xml", "xl/workbook.xml", "docProps/custom.xml")


def lay_many(
    folder: Path, originals: list[Path], count: int, language: str = "en", *, bad: int = 0
) -> Workspace:
    """Make a workspace with `count` people and one returned sheet of each in its inbox.

    `bad` of them, spread evenly, are of the kinds that are not taken in.
    """
    sample = sample_folder(language)
    inbox = folder / "inbox"
    inbox.mkdir(parents=True)
    shutil.copyfile(sample / SETTINGS_FILE, folder / SETTINGS_FILE)
    shutil.copyfile(sample / SAMPLE_KEY, folder / KEY_FILE)
    (folder / KEY_FILE).chmod(0o600)
    people = [_person(number) for number in range(count)]
    write_roster(folder / "roster.xlsx", people, load_language(language))
    workspace = open_workspace(folder)
    known = [path.read_bytes() for path in originals]
    for number, person in enumerate(people):
        before, now = number * bad // count, (number + 1) * bad // count
        data = known[number % len(known)]
        copy = (
            _spoilt(before, data, person.id, workspace.key)
            if now > before
            else _of_person(data, person.id, workspace.key)
        )
        (inbox / f"{person.id}.xlsx").write_bytes(copy)
    return workspace


def _spoilt(number: int, data: bytes, person: str, key: bytes) -> bytes:
    """Give a file that is not taken in: damaged, signed with another key, for an unknown person."""
    kind = number % (len(DAMAGES) + 2)
    if kind == len(DAMAGES):
        return _of_person(data, person, b"of another company" * 2)
    if kind == len(DAMAGES) + 1:
        return _of_person(data, f"Z{person}", key)
    return DAMAGES[kind](_of_person(data, person, key))


def _person(number: int) -> Person:
    person = f"P{number:05}"
    return Person(id=person, name=person, department=(f"D{number % 50}",))


def _of_person(data: bytes, person: str, key: bytes) -> bytes:
    """Give the sheet as if it had been issued to another person."""
    identity = read_submission(data).identity
    if identity is None:
        raise ValueError(person)
    other = replace(identity, sheet=sheet_id(key, person, identity.year), person=person)
    other = replace(other, token=token_of(key, other))
    names = (
        (write_identity(identity), write_identity(other)),
        (identity.sheet, other.sheet),
        (f">{identity.person}<", f">{person}<"),
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in _CARRYING}
        changed = {name: _renamed(content, names) for name, content in parts.items()}
        return b"".join(_rewritten(data, archive.infolist(), changed))


def _renamed(content: bytes, names: tuple[tuple[str, str], ...]) -> bytes:
    for before, after in names:
        content = content.replace(before.encode(), after.encode())
        content = content.replace(escape(before).encode(), escape(after).encode())
    return content


def _rewritten(
    data: bytes, entries: list[zipfile.ZipInfo], changed: Mapping[str, bytes]
) -> Iterator[bytes]:
    """Yield a zip file with some parts changed and the others as they are compressed."""
    directory, place = b"", 0
    for entry in entries:
        name = entry.filename.encode()
        method, crc, size, packed = _packed(data, entry, changed.get(entry.filename))
        sizes = (crc, len(packed), size, len(name), 0)
        head = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, method, 0, 33, *sizes) + name
        listed = struct.pack(
            "<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, method, 0, 33, *sizes, *[0] * 4, place
        )
        directory += listed + name
        place += len(head) + len(packed)
        yield head + packed
    count = len(entries)
    yield directory
    yield struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory), place, 0)


def _packed(
    data: bytes, entry: zipfile.ZipInfo, content: bytes | None
) -> tuple[int, int, int, bytes]:
    """Give an entry's method, checksum, size and compressed bytes."""
    if content is None:
        start = (
            entry.header_offset
            + 30
            + sum(struct.unpack_from("<2H", data, entry.header_offset + 26))
        )
        packed = data[start : start + entry.compress_size]
        return entry.compress_type, entry.CRC, entry.file_size, packed
    deflate = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = deflate.compress(content) + deflate.flush()
    return zipfile.ZIP_DEFLATED, zlib.crc32(content), len(content), packed
