"""Saving a document that is held as objects."""

from io import BytesIO

import pikepdf


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
