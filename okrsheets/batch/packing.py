"""Packs records: to hand them from a worker to the main process, small to hold many at once.

The bytes never leave the running program, so pickle is safe here.
"""

import copyreg
import io
import pickle
from collections.abc import Callable, Mapping
from dataclasses import fields
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from isal import isal_zlib

from okrsheets.batch.sources import Source
from okrsheets.cells import Place
from okrsheets.findings import Finding

_LEVEL = 1


def _read_only(mapping: dict[Any, Any]) -> "MappingProxyType[Any, Any]":
    return MappingProxyType(mapping)


def _reduce_mapping(mapping: "MappingProxyType[Any, Any]") -> tuple[object, tuple[object, ...]]:
    return _read_only, (dict(mapping),)


def _reducer(kind: type) -> Callable[[Any], tuple[object, tuple[object, ...]]]:
    """Give how to take a record apart into what it is made of, quicker than pickle's own way."""
    values = attrgetter(*(each.name for each in fields(kind)))
    return lambda record: (kind, values(record))


class _Pickler(pickle.Pickler):
    """Knows read-only mappings, which plain pickle refuses, and the most frequent records."""

    dispatch_table: Mapping[type, Any] = {
        **copyreg.dispatch_table,
        MappingProxyType: _reduce_mapping,
        **{kind: _reducer(kind) for kind in (Finding, Place, Source)},
    }

    def __init__(self, stream: io.BytesIO) -> None:
        """Write to `stream`."""
        super().__init__(stream, protocol=pickle.HIGHEST_PROTOCOL)


def to_bytes(record: object) -> bytes:
    """Give a record as bytes, quickly."""
    stream = io.BytesIO()
    _Pickler(stream).dump(record)
    return stream.getvalue()


def from_bytes(data: bytes) -> Any:  # noqa: ANN401 - whatever was given
    """Give back what `to_bytes` was given, in this program's own memory."""
    return pickle.loads(data)  # noqa: S301 - made by `to_bytes` in this very run


def pack(record: object) -> bytes:
    """Give a record as a few bytes."""
    return isal_zlib.compress(to_bytes(record), _LEVEL)


def unpack(data: bytes) -> Any:  # noqa: ANN401 - whatever was packed
    """Give back what `pack` was given."""
    return from_bytes(isal_zlib.decompress(data))
