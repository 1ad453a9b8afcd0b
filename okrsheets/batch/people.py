"""Checks whose sheet a file is: issued here, of this year, of someone on the roster."""

import unicodedata

from okrsheets.batch.rules import Rules
from okrsheets.cells import Place
from okrsheets.findings import Finding
from okrsheets.identity import token_is_right
from okrsheets.model import SheetIdentity


def check_identity(
    identity: SheetIdentity, rules: Rules, *, name: str = "", place: Place | None = None
) -> tuple[Finding, ...]:
    """Check a sheet's identity against the workspace's key, year and roster.

    Args:
        identity: what the sheet says it is.
        rules: the workspace's; nothing is checked outside one.
        name: the name that stands on the sheet, where it has one.
        place: where that name stands.

    Returns:
        Findings V101 (not issued here), V104 (other year), V102 (not on the roster), V103 (name).
    """
    if rules.key is None:
        return ()
    said: dict[str, object] = {"person": identity.person, "year": identity.year}
    if not token_is_right(rules.key, identity):
        return (Finding("V101", value=identity.person, fields=said),)
    found: list[Finding] = []
    if identity.year != rules.year:
        years: dict[str, object] = {"found": identity.year, "year": rules.year}
        found.append(Finding("V104", value=str(identity.year), fields=years))
    person = rules.person(identity.person)
    if person is None:
        found.append(Finding("V102", value=identity.person, fields=said))
    elif name.strip() and _plain(name) != _plain(person.name):
        found.append(
            Finding("V103", place, value=name.strip(), fields=said | {"name": person.name})
        )
    return tuple(found)


def _plain(name: str) -> str:
    """Give a name without what is no difference: blanks, letter case, character forms."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
