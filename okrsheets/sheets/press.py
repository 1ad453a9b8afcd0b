"""A form ready to be stamped: its constant parts deflated once, the ends of the others at hand.

A blank sheet is the constant parts and a few ends. A prefilled one has its tabs made anew
(`prefilling`), one that offers objectives has some more rows in the lists tab (`supporting`).
"""

import re
from collections.abc import Collection, Mapping
from functools import cached_property

from okrsheets.sheets.drawing import slot
from okrsheets.sheets.package import Package, pack
from okrsheets.sheets.parts import SHARED, WORKBOOK, Form
from okrsheets.sheets.prefilling import Filling, Texts, cut_form, without_values
from okrsheets.sheets.spec import Stamp
from okrsheets.sheets.supporting import Offer

_MARK = slot("identity")
_LONGEST_CONSTANT = 255
_FIRST_PARTS = ("[Content_Types].xml", "_rels/.rels")
_STRING = re.compile(rb"<si[ />]")


class Press:
    """Stamps one form; with an `offer`, a form that offers objectives as a drop-down."""

    def __init__(self, form: Form, offer: Offer | None = None) -> None:
        """Deflate what every blank sheet of this form shares."""
        self.form = form
        self.offer = offer
        self.strings = "".join(form.slots)
        cut = {name: _cut_at_identity(form.parts[name]) for name in _marked(form)}
        self.tails = tuple((name, tail) for name, (_, tail) in cut.items())
        self.heads = {SHARED: form.parts[SHARED], **{n: head for n, (head, _) in cut.items()}}
        if offer is not None:
            self.heads[offer.part] = form.parts[offer.part]
        self.package = self._pack((), {}, self.heads)

    @cached_property
    def filling(self) -> Filling:
        """The tabs cut at their input cells, made when the first content comes."""
        return cut_form(self.form.parts, self.form.places, constant=tuple(self.heads))

    @cached_property
    def rest(self) -> Package:
        """All but the tabs that a prefilled sheet makes anew or takes without values.

        The lists that a stamp goes on with name the key results of the check-ins by formulas.
        """
        heads = dict(self.heads)
        if self.offer is not None:
            heads[self.offer.part] = without_values(heads[self.offer.part].decode()).encode()
        return self._pack(self.filling.tabs, self.filling.changed, heads)

    @cached_property
    def next_string(self) -> int:
        """The number of the first shared string behind the form's."""
        return len(_STRING.findall(self.form.parts[SHARED])) + len(self.form.slots)

    def stamp(self, stamp: Stamp, texts: Mapping[str, str]) -> bytes:
        """Give the workbook; `texts` fills the slots, by name, ready for XML."""
        as_empty = not (stamp.content or stamp.away)
        if as_empty and self.offer is None:
            return self.package.join(self._ends(stamp, texts, ""))
        more = Texts(self.next_string)
        tabs = () if as_empty else self.filling.fill(stamp.content, stamp.away, more)
        rows = self.offer.rows(stamp.supports, more).encode() if self.offer else None
        ends = self._ends(stamp, texts, more.xml())
        package = self.package if as_empty else self.rest
        return package.join(ends if rows is None else [*ends, rows], tabs)

    def _ends(self, stamp: Stamp, texts: Mapping[str, str], more: str) -> list[bytes]:
        line = texts["identity"]
        ends = [(self.strings % texts + more + "</sst>").encode()]
        for name, tail in self.tails:
            constant = "" if name == WORKBOOK and len(line) > _LONGEST_CONSTANT else line
            end = tail.replace(_MARK, constant)
            if self.offer is not None and name == WORKBOOK:
                end = self.offer.names(end, stamp.supports)
            ends.append(end.encode())
        return ends

    def _pack(
        self,
        left_out: Collection[str],
        instead: Mapping[str, bytes],
        heads: Mapping[str, bytes],
    ) -> Package:
        parts = {**self.form.parts, **instead}
        rest = sorted(name for name in parts if name not in _FIRST_PARTS)
        names = [n for n in (*_FIRST_PARTS, *rest) if n not in heads and n not in left_out]
        return pack({name: parts[name] for name in names}, heads)


def _marked(form: Form) -> list[str]:
    """Name the parts that carry the identity, the workbook's before the properties."""
    marked = [n for n in form.parts if n != SHARED and _MARK.encode() in form.parts[n]]
    return sorted(marked, reverse=True)


def _cut_at_identity(content: bytes) -> tuple[bytes, str]:
    at = content.index(_MARK.encode())
    return content[:at], content[at:].decode()
