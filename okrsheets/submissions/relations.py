"""The relationships of a workbook's parts, and the XML of the parts they lead to.

Parts are found through relationships, as the format says, never by their usual file names.
Findings: F113, F119, F120, F2xx.
"""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import unquote

from okrsheets.submissions import limits
from okrsheets.submissions.container import Container
from okrsheets.submissions.markup import utf8_of, walk
from okrsheets.submissions.refusal import FileRefusedError

_KEPT_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship: its kind (the last step of its type) and the part it points to."""

    kind: str
    target: str
    external: bool


def large_part(container: Container, part: str) -> bytes:
    """Give the UTF-8 XML of a part that may be large: a tab, the strings.

    Raises:
        FileRefusedError: F113-F115, F119, F202.
    """
    content = utf8_of(container.part(part), part)
    container.count_tags(content)
    return content


def small_part(container: Container, part: str) -> bytes:
    """Give the UTF-8 XML of any other part.

    Raises:
        FileRefusedError: F113-F115, F119, F202.
    """
    content = container.part(part, most=limits.SMALL_PART_BYTES, comes_again=True)
    content = utf8_of(content, part)
    container.count_tags(content)
    return content


def read_relations(container: Container, part: str) -> Mapping[str, Relation]:
    """Give the relationships of `part` by id; an empty `part` stands for the package.

    Raises:
        FileRefusedError: F119, F120, F201, F202.
    """
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    content = small_part(container, rels)
    if len(content) > _KEPT_BYTES:
        return _read(content, rels, folder)
    return _read_kept(content, rels, folder)


def _read(content: bytes, rels: str, folder: str) -> Mapping[str, Relation]:
    relations: dict[str, Relation] = {}

    def start(element: str, attributes: Mapping[str, str]) -> None:
        if element == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2].lower().replace("-", "")
            external = attributes.get("TargetMode", "") == "External"
            target = attributes.get("Target", "")
            path = target if external else _resolve(folder, target)
            relations[attributes.get("Id", "")] = Relation(kind, path, external)

    walk(content, rels, start=start)
    return MappingProxyType(relations)


@lru_cache(maxsize=32)
def _read_kept(content: bytes, rels: str, folder: str) -> Mapping[str, Relation]:
    """Relationships are the same in all files that one program saved of one form."""
    return _read(content, rels, folder)


def _resolve(folder: str, target: str) -> str:
    """Give the part a target names, seen from `folder`; "" where it leaves the package."""
    path = unquote(target.partition("#")[0])
    whole = path[1:] if path.startswith("/") else posixpath.join(folder, path)
    part = posixpath.normpath(whole)
    outside = part.startswith(("..", "/")) or "\\" in part or ":" in part
    return "" if outside or part == "." else part


def inside(relation: Relation | None, what: str) -> str:
    """Give the part a needed relationship points to.

    Raises:
        FileRefusedError: F119 without one, F120 where it points outside the file.
    """
    if relation is None:
        raise FileRefusedError(code="F119", part=what)
    if relation.external or not relation.target:
        raise FileRefusedError(code="F120", part=what)
    return relation.target
