"""One draft e-mail as the bytes of an .eml file. Pure; no clock: the same draft, the same bytes.

`X-Unsent: 1` has Outlook open it as a draft. Sender, date and message id are left to the program
that sends it. A Chinese file name stands twice, as Thunderbird writes it: as an encoded word in
the content type, which Outlook, Foxmail and web mail read, and by RFC 2231 in the disposition,
in one piece, for Outlook reads no continuations. The library's own writer would fold it.
"""

import re
import unicodedata
from binascii import b2a_base64
from dataclasses import dataclass
from email.header import Header
from email.utils import formataddr
from hashlib import sha256
from urllib.parse import quote

_END = "\r\n"
_BOUNDARY = "=_okrsheets_part"  # base64 has no “_”, so no part can hold it
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SEAL = "X-Okrsheets-Draft"
_SEALED = re.compile(rb"^X-Okrsheets-Draft: ([0-9a-f]{32})\r\n", re.MULTILINE)
_SEAL_LENGTH = 32
_LINE = 74
_CODED_LINE = 76
_LOCAL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
_DOMAIN = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*")
_HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")


@dataclass(frozen=True, slots=True)
class Mail:
    """What a draft says, to whom, and the workbook that goes with it."""

    name: str
    address: str
    subject: str
    text: str
    file: str
    content: bytes


def usable_address(text: str) -> str:
    """Give one e-mail address as it can stand in a head; blank where it is none, or several.

    Wide letters are taken for narrow ones and a domain of Chinese letters for its ASCII form.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    local, _, domain = plain.rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    known = _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain)
    return f"{local}@{domain}" if known else ""


def one_line(text: str) -> str:
    """Give a text without line ends and signs that cannot be seen: nothing can add a head."""
    seen = (" " if unicodedata.category(c) in _HIDDEN else c for c in text)
    return " ".join("".join(seen).split())


def write_mail(mail: Mail) -> bytes:
    """Give the draft, sealed with the hash of all else in it."""
    heads = [
        "MIME-Version: 1.0",  # first: by this intake knows an e-mail
        "X-Unsent: 1",
        f"To: {_mailbox(mail)}",
        f"Subject: {_words(one_line(mail.subject), 'Subject')}",
        f'Content-Type: multipart/mixed; boundary="{_BOUNDARY}"',
    ]
    parts = (_text_part(mail.text), _file_part(mail.file, mail.content))
    body = "".join(f"--{_BOUNDARY}{_END}{part}" for part in parts) + f"--{_BOUNDARY}--{_END}"
    rest = f"{_END.join(heads)}{_END}{_END}{body}".encode("ascii")
    first, _, after = rest.partition(b"\r\n")
    return b"\r\n".join((first, f"{_SEAL}: {_hash(rest)}".encode("ascii"), after))


def is_as_written(content: bytes) -> bool:
    """Tell whether nobody has changed a draft since `write_mail` wrote it."""
    seal = _SEALED.search(content)
    if seal is None:
        return False
    rest = content[: seal.start()] + content[seal.end() :]
    return seal[1].decode("ascii") == _hash(rest)


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()[:_SEAL_LENGTH]


def _mailbox(mail: Mail) -> str:
    name = one_line(mail.name)
    if name.isascii():
        return formataddr((name, mail.address))
    return f"{_words(name, 'To')}{_END} <{mail.address}>"


def _words(text: str, head: str = "") -> str:
    """Give a text as encoded words, folded; plain where it is ASCII."""
    code = "us-ascii" if text.isascii() else "utf-8"
    return Header(text, code, maxlinelen=_LINE, header_name=head).encode(linesep=_END)


def _text_part(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\n", _END).encode("utf-8", "replace")
    heads = ('Content-Type: text/plain; charset="utf-8"', "Content-Transfer-Encoding: base64")
    return _part(heads, lines)


def _file_part(name: str, content: bytes) -> str:
    plain = name.isascii()
    disposition = f'filename="{name}"' if plain else f"filename*=UTF-8''{quote(name, safe='')}"
    heads = (
        f'Content-Type: {_TYPE};{_END} name="{name if plain else _words(name)}"',
        f"Content-Disposition: attachment;{_END} {disposition}",
        "Content-Transfer-Encoding: base64",
    )
    return _part(heads, content)


def _part(heads: tuple[str, ...], content: bytes) -> str:
    coded = b2a_base64(content, newline=False).decode("ascii")
    lines = _END.join(coded[at : at + _CODED_LINE] for at in range(0, len(coded), _CODED_LINE))
    return f"{_END.join(heads)}{_END}{_END}{lines}{_END}"
