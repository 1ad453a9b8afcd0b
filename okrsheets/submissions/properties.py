"""The document properties: when and by whom a workbook was last saved, and the identity's copy."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from okrsheets.identity import PROPERTY
from okrsheets.submissions.container import Container
from okrsheets.submissions.markup import walk
from okrsheets.submissions.relations import Relation, small_part


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
            _walk_properties(container, relation.target, texts)
    return Properties(
        _moment(texts.get("modified", "")),
        texts.get("lastModifiedBy", "").strip(),
        texts.get(PROPERTY + "|", "").strip(),
    )


def _walk_properties(container: Container, part: str, texts: dict[str, str]) -> None:
    """Gather the text of every property; a custom one is kept under its name and `|`."""
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

    walk(small_part(container, part), part, start=start, text=text)


def _moment(text: str) -> datetime | None:
    """Read a W3C date and time; one without a zone is taken as UTC, as the format says."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
