"""Says what a file really is that is not an Excel workbook (.xlsx), whatever its name says.

Takes the bytes, gives the finding code (F1xx) that names the kind and the way out.
"""

import re

from okrsheets.submissions.container import Container

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLD_BOOK = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_HEAD = 4096
_STARTS = (
    (b"%PDF", "F123"),
    (b"\x89PNG", "F124"),
    (b"\xff\xd8\xff", "F124"),
    (b"GIF8", "F124"),
    (b"II*\0", "F124"),
    (b"MM\0*", "F124"),
    (b"Rar!", "F108"),
    (b"7z\xbc\xaf", "F108"),
    (b"\x1f\x8b", "F108"),
    (b"x\x9f\x3e\x22", "F134"),
)
_OUTLOOK = "__substg1.0_".encode("utf-16-le")
_WRITTEN = ("WordDocument".encode("utf-16-le"), "PowerPoint Document".encode("utf-16-le"))
_MAIL = re.compile(
    rb"(?:received|return-path|delivered-to|mime-version|message-id|from|to|date|subject|reply-to"
    rb"|content-type|dkim-signature|authentication-results|arc-[a-z-]+|x-[a-z0-9-]+):"
)
_WRITINGS = ("word/", "ppt/", "visio/")
_BOOKS = (".xlsx", ".xlsm", ".xls", ".csv")


def kind_of_bytes(data: bytes) -> str | None:
    """Give the code of what the bytes are; None where they are a zip container."""
    if not data:
        return "F101"
    if data.startswith((_ZIP, _EMPTY_ZIP)):
        return None
    if data.startswith(_OLE2):
        return _kind_of_ole2(data)
    known = next((code for start, code in _STARTS if data.startswith(start)), None)
    return known or _kind_of_text(data)


def _kind_of_ole2(data: bytes) -> str:
    if _ENCRYPTED in data:
        return "F104"
    if any(name in data for name in _OLD_BOOK):
        return "F105"
    if _OUTLOOK in data:
        return "F134"
    return "F135" if any(name in data for name in _WRITTEN) else "F127"


def _kind_of_text(data: bytes) -> str:
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta")):
        return "F121"
    if head.startswith(b"<"):
        return "F121" if b"<html" in head else "F125"
    if _MAIL.match(head):
        return "F126"
    if _ZIP in data and data.rfind(b"PK\x05\x06") > 0:
        return "F102"
    is_text = b"\0" not in data[:_HEAD] or data.startswith(_UTF16)
    return "F122" if is_text else "F127"


def kind_of_container(container: Container) -> str | None:
    """Give the code of what the zip file is; None where it looks like a workbook."""
    names = container.entries.keys()
    if "xl/workbook.bin" in names:
        return "F107"
    if "[content_types].xml" in names and "_rels/.rels" in names:
        other = any(n.startswith(_WRITINGS) for n in names)
        return "F135" if other and "xl/workbook.xml" not in names else None
    if "content.xml" in names or any(n.endswith(".iwa") for n in names):
        return "F107"
    if any(n.endswith(_BOOKS) and not n.startswith("__macosx/") for n in names):
        return "F108"
    return "F119" if any(n.startswith("xl/") for n in names) else "F128"
