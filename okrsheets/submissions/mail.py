"""The attachments of an e-mail that was saved as a file (.eml).

Takes the bytes, hands on names and contents. An e-mail that was forwarded as an attachment has
its own attachments taken too, but what lies deeper than that is not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from typing import TypeGuard

_MESSAGE = "message/rfc822"
_UNNAMED = "attachment"
_LOST = "\N{REPLACEMENT CHARACTER}"
_RAW_NAME = re.compile(rb'name="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Attachment:
    """One attached file."""

    name: str
    content: bytes
    is_picture: bool


def attachments_of(data: bytes) -> tuple[Attachment, ...]:
    """Give the attached files in their order; none where the bytes are no e-mail."""
    return tuple(_attached(message_from_bytes(data, policy=policy.default), within=1))


def _attached(message: Message, *, within: int) -> Iterator[Attachment]:
    if message.get_content_type() == _MESSAGE:
        parts = message.get_payload()
        if within and isinstance(parts, list):
            for part in filter(_is_message, parts):
                yield from _attached(part, within=within - 1)
    elif message.is_multipart():
        for part in message.iter_parts() if isinstance(message, EmailMessage) else ():
            yield from _attached(part, within=within)
    elif message.get_filename() or message.get_content_maintype() == "application":
        content = message.get_payload(decode=True)
        if isinstance(content, bytes):
            picture = message.get_content_maintype() == "image"
            yield Attachment(_name_of(message), content, picture)


def _is_message(part: object) -> TypeGuard[Message]:
    return isinstance(part, Message)


def _name_of(message: Message) -> str:
    """Give an attachment's name; some programs write it in GBK without a word about it."""
    name = message.get_filename() or _UNNAMED
    if _LOST not in name:
        return name
    raw = b"".join(v.encode("utf-8", "surrogateescape") for _, v in message.raw_items())
    found = _RAW_NAME.search(raw)
    try:
        return found[1].decode("gb18030") if found else name
    except UnicodeDecodeError:
        return name
