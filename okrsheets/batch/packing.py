"""Packs records small: to hand them from a worker to the main process and to hold many at once.

The bytes never leave the running program, so pickle is safe here.
"""

import copyreg
import io
import pickle
import zlib
from types import MappingProxyType
from typing import Any

_LEVEL = 1


def _read_only(mapping: dict[Any, Any]) -> "MappingProxyType[Any, Any]":
    return MappingProxyType(mapping)


def _reduce(mapping: "MappingProxyType[Any, Any]") -> tuple[object, tuple[dict[Any, Any]]]:
    return _read_only, (dict(mapping),)


class _Pickler(pickle.Pickler):
    """Knows read-only mappings, which plain pickle refuses."""

    def __init__(self, stream: io.BytesIO) -> None:
        """Write to `stream`."""
        super().__init__(stream, protocol=pickle.HIGHEST_PROTOCOL)
        own: dict[type, Any] = {**copyreg.dispatch_table, MappingProxyType: _reduce}
        self.dispatch_table = own


def pack(record: object) -> bytes:
    """Give a record as a few bytes."""
    stream = io.BytesIO()
    _Pickler(stream).dump(record)
    return zlib.compress(stream.getvalue(), _LEVEL)


def unpack(data: bytes) -> Any:  # noqa: ANN401 - whatever was packed
    """Give back what `pack` was given, in this program's own memory."""
    return pickle.loads(zlib.decompress(data))  # noqa: S301 - made by `pack` in this very run
