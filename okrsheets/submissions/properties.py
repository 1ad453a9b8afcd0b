"""The document properties: when and by whom a workbook was last saved, and the identity's copy."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from okrsheets.identity import PROPERTY
from okrsheets.submissions.container import Container
from okrsheets.submissions.markup import walk
from okrsheets.submissions.relations import Relation, small_part
from okrsheets.submissions.shapes import ByShape, Fill


@dataclass(frozen=True, slots=True)
class Properties:
    """The document properties; `carried` is the identity text of the custom property."""

    modified: datetime | None = None
    modified_by: str = ""
    carried: str = ""


def read_properties(container: Container, package: Mapping[str, Relation]) -> Properties:
    """Read the document's own dates and the identity's custom property, where they are.

    Raises:
        FileRefusedError: F119, F120, F201, F202.
    """
    texts: dict[str, str] = {}
    for kind in ("coreproperties", "customproperties"):
        relation = next((r for r in package.values() if r.kind == kind), None)
        if relation is not None and not relation.external and container.has(relation.target):
            texts |= _PROPERTIES.read(small_part(container, relation.target), relation.target)
    return Properties(
        moment_of(texts.get("modified", "")),
        texts.get("lastModifiedBy", "").strip(),
        texts.get(PROPERTY + "|", "").strip(),
    )


def _walk_properties(content: bytes, part: str) -> dict[str, str]:
    """Gather the text of every property; a custom one is kept under its name and `|`."""
    texts: dict[str, str] = {}
    custom = ""
    element = ""

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal custom, element
        element = name
        if name == "property":
            custom = attributes.get("name", "").lower()

    def text(data: str) -> None:
        key = f"{custom}|" if custom else element
        texts[key] = texts.get(key, "") + data

    walk(content, part, start=start, text=text)
    return texts


def _with_texts(found: dict[str, str], fill: Fill) -> dict[str, str]:
    return {key: fill(value) for key, value in found.items()}


_PROPERTIES = ByShape(_walk_properties, _with_texts)


def moment_of(text: str) -> datetime | None:
    """Read a W3C date and time; one without a zone is taken as UTC, as the format says."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
