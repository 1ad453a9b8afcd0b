"""What a score sheet carries to say whose it is, and the keyed token that proves it.

The same one-line text stands in three places of the workbook (a very hidden tab, a custom
document property, a defined name), because programs drop one or the other on saving.
"""

import hashlib
import hmac
from urllib.parse import unquote

from okrsheets.model import Policies, SheetIdentity

PREFIX = "okrsheets"
DEFINED_NAME = "okrsheets_identity"
PROPERTY = "okrsheets"
TEMPLATE = "template"
ISSUED_LIST = f"{PREFIX}|list"
"""What the list of issued sheets carries in the place of an identity."""

_PARTS = {"1": 10, "2": 11}
_SEPARATOR = "|"


def _quote(text: str) -> str:
    if text.isalnum():
        return text
    for sign in '%|"':
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


def sheet_id(key: bytes, person: str, year: int) -> str:
    """Give the id of a person's sheet of a year: the same at every issue in one workspace."""
    return hmac.digest(key, f"sheet|{person}|{year}".encode(), "sha256").hex()[:12]


def token_of(key: bytes, identity: SheetIdentity) -> str:
    """Give the keyed token over everything else in the identity."""
    signed = _SEPARATOR.join(write_identity(identity).split(_SEPARATOR)[:-1])
    return hmac.digest(key, signed.encode(), "sha256").hex()[:20]


def token_is_right(key: bytes, identity: SheetIdentity) -> bool:
    """Tell whether this workspace issued a sheet with exactly this identity."""
    return hmac.compare_digest(token_of(key, identity), identity.token)


def policies_fingerprint(policies: Policies) -> str:
    """Give the fingerprint of the policies on which a sheet's formulas rest.

    The other policies (reasons, the close, the use of the score) change no number of a sheet.
    """
    values = (
        " ".join(policies.score_order),
        policies.objective_method,
        policies.missing_quarter,
        " ".join(f"{edge:.2f}" for edge in policies.band_edges),
    )
    return hashlib.sha256(_SEPARATOR.join(values).encode()).hexdigest()[:10]


def write_identity(identity: SheetIdentity) -> str:
    """Give the identity as the one line that a workbook carries."""
    shape = (identity.shape,) if identity.shape else ()
    values = (
        PREFIX,
        "2" if shape else "1",
        identity.sheet,
        identity.person,
        str(identity.year),
        str(identity.layout),
        identity.language,
        identity.template,
        identity.policies,
        *shape,
        identity.token,
    )
    return _SEPARATOR.join(map(_quote, values))


def template_line(year: int, language: str, policies: str, shape: str) -> str:
    """Give the line that a blank template carries in the place of an identity."""
    values = (PREFIX, TEMPLATE, str(year), language, policies, shape)
    return _SEPARATOR.join(map(_quote, values))


def is_template_line(line: str) -> bool:
    """Tell whether a workbook is a blank template: nobody's sheet."""
    return line.strip().startswith(f"{PREFIX}{_SEPARATOR}{TEMPLATE}{_SEPARATOR}")


def read_identity(line: str) -> SheetIdentity | None:
    """Read the one line back; None where it is not one of ours or is damaged.

    Version 2 of the line names the sheet's shape, version 1 does not.
    """
    parts = [unquote(part) for part in line.strip().split(_SEPARATOR)]
    known = parts[0] == PREFIX and len(parts) == _PARTS.get(parts[1])
    if not known or not (parts[4] + parts[5]).isdecimal():
        return None
    return SheetIdentity(
        sheet=parts[2],
        person=parts[3],
        year=int(parts[4]),
        layout=int(parts[5]),
        language=parts[6],
        template=parts[7],
        policies=parts[8],
        token=parts[-1],
        shape=parts[9] if parts[1] == "2" else "",
    )
