"""What lies in a zip archive or an e-mail: its members, listed and taken out one level deep.

Takes the bytes, hands on members by number and the bytes of each one asked for. Nothing is ever
written, and no member's name leads anywhere. One that is encrypted, a link or badly named is
refused by itself. Findings: F103, F110, F113, F115-F117, F132, V307.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from okrsheets.findings import Finding
from okrsheets.submissions import limits
from okrsheets.submissions.foreign import kind_of_bytes
from okrsheets.submissions.mail import attachments_of

_ENCRYPTED = 0x1
_UTF8 = 0x800
_SYMLINK = 0o120000
_FILE_KIND = 0o170000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_SHEETS = re.compile(r"\.(?:xls[xmb]?|et|ods|csv|numbers|eml|zip)\Z", re.IGNORECASE)
_PACKAGES = re.compile(r"\[content_types\]\.xml|content\.xml|mimetype|xl/.*|.*\.iwa", re.IGNORECASE)
_LISTED_PACKAGE = re.compile(rb"PK\x01\x02.{24}\x13\0.{16}\[Content_Types\]\.xml", re.DOTALL)
"""The line of a zip directory that an Office package has, and no archive of sheets."""
_DRIVE = re.compile(r"[A-Za-z]:")
_MAIL = "F126"
_END, _END_SIZE = b"PK\x05\x06", 22
_LONGEST_END = 65_557  # with the longest remark that may follow it


@dataclass(frozen=True, slots=True)
class Member:
    """One file within an archive: its number, its name fit to be shown, why it is not taken."""

    number: int
    name: str
    fault: Finding | None = None


def members_of(data: bytes) -> tuple[Member, ...] | Finding | None:
    """List the files of an archive or an e-mail.

    Returns:
        The members; a finding where it is refused as a whole (F113, F132); None where the bytes
        are no archive and no e-mail, or there is no sheet among what they hold.
    """
    if kind_of_bytes(data) == _MAIL:
        return _attached(data)
    archive = None if _is_package(data) else _zip_of(data)
    if archive is None:
        return None
    entries = archive.infolist()
    if len(entries) > limits.MEMBERS:
        return Finding("F132", fields={"count": len(entries), "most": limits.MEMBERS})
    names = [_name_of(entry) for entry in entries]
    if any(map(_PACKAGES.fullmatch, names)) or not any(map(_SHEETS.search, names)):
        return None
    if sum(entry.file_size for entry in entries) > limits.DECLARED_BYTES:
        largest = max(entries, key=lambda entry: entry.file_size)
        size = -(-largest.file_size // limits.MEGABYTE)
        return Finding("F113", fields={"part": shown_name(_name_of(largest)), "size": size})
    return tuple(
        Member(number, shown_name(name), _fault_of(entry, name))
        for number, (entry, name) in enumerate(zip(entries, names, strict=True))
        if not entry.is_dir()
    )


def _is_package(data: bytes) -> bool:
    """Tell an Office file by the directory at its end, without reading it all.

    Before it, in an archive that is not packed, lies the directory of its last sheet.
    """
    end = data.rfind(_END, max(0, len(data) - _LONGEST_END))
    if end < 0 or end + _END_SIZE > len(data):
        return False
    size = int.from_bytes(data[end + 12 : end + 16], "little")
    return _LISTED_PACKAGE.search(data, max(0, end - size), end) is not None


def take_member(data: bytes, number: int) -> bytes | Finding:
    """Take one member out of an archive or an e-mail that was listed; its checksum is checked."""
    if kind_of_bytes(data) == _MAIL:
        return attachments_of(data)[number].content
    archive = _zip_of(data)
    entry = archive.infolist()[number] if archive else zipfile.ZipInfo()
    damaged = Finding("F115", fields={"part": shown_name(_name_of(entry))})
    if archive is None:
        return damaged
    try:
        with archive.open(entry) as stream:
            content = stream.read(limits.FILE_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
        return damaged
    return content if len(content) == entry.file_size else damaged


def shown_name(name: str) -> str:
    """Give a name of the archive's maker so that showing it does no harm."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in name)


def _attached(data: bytes) -> tuple[Member, ...] | None:
    """List the attachments; None where there are none but pictures."""
    attachments = attachments_of(data)
    if all(attachment.is_picture for attachment in attachments):
        return None
    if len(attachments) > limits.MEMBERS:
        attachments = attachments[: limits.MEMBERS]
    return tuple(
        Member(number, shown_name(found.name), Finding("V307") if found.is_picture else None)
        for number, found in enumerate(attachments)
    )


def _zip_of(data: bytes) -> zipfile.ZipFile | None:
    """Open a zip archive; None where it is none or its directory is broken."""
    if not data.startswith(b"PK"):
        return None
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return None


def _name_of(entry: zipfile.ZipInfo) -> str:
    """Give a member's name: Chinese programs write GBK without a word about it.

    A name is UTF-8 where it says so or can be read so; else GB18030 where it can be read so.
    """
    name = entry.orig_filename
    if entry.flag_bits & _UTF8 or name.isascii():
        return name
    raw = name.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _fault_of(entry: zipfile.ZipInfo, name: str) -> Finding | None:
    """Tell why a member is not taken out; None where it is."""
    code = next(_faults(entry, name), "")
    if code == "F103":
        size = -(-entry.file_size // limits.MEGABYTE)
        most = limits.FILE_BYTES // limits.MEGABYTE
        return Finding(code, fields={"size": size, "most": most})
    return Finding(code, fields={"part": shown_name(name)}) if code else None


def _faults(entry: zipfile.ZipInfo, name: str) -> Iterator[str]:
    steps = name.replace("\\", "/").split("/")
    if "\0" in name or _DRIVE.match(name) or any(step in ("", "..") for step in steps):
        yield "F110"
    if entry.external_attr >> 16 & _FILE_KIND == _SYMLINK:
        yield "F110"
    if entry.flag_bits & _ENCRYPTED:
        yield "F116"
    if entry.compress_type not in _METHODS:
        yield "F117"
    if entry.file_size > limits.FILE_BYTES:
        yield "F103"
