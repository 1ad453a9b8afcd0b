"""Saving a document that is held as objects, and what a saved one is read from."""

from io import BytesIO
from typing import Protocol

import pikepdf


class Readable(Protocol):
    """What holds a PDF, such as the path of a file."""

    def read_bytes(self) -> bytes:
        """Read it."""


def saved(document: pikepdf.Pdf) -> bytes:
    """Give a document's bytes, the same for the same objects."""
    stream = BytesIO()
    document.save(
        stream,
        deterministic_id=True,
        min_version="1.7",
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        fix_metadata_version=False,
    )
    return stream.getvalue()
