"""The fonts of a pack: one copy of each face, with every glyph that any of its pages uses.

Every person's PDF names glyphs by the same numbers (see `okrsheets.render.fonts`), so their own
cut-down copies can be put aside for one shared copy.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf
import uharfbuzz as hb

from okrsheets.render.fonts import base_fonts, machine_face
from okrsheets.render.other_fonts import pdf_names
from okrsheets.render.pack_file import PackFile, reference_to

_PAIR = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]+)>")
_DROPPED = ("BASE", "DSIG", "GPOS", "GSUB", "VORG", "vhea", "vmtx", "cmap", "name", "post")
_ROLES: Mapping[str, tuple[str, bool]] = {
    "OKR-Sans": ("sans-400", True),
    "OKR-Sans-Bold": ("sans-700", True),
    "OKR-Serif-Bold": ("serif-700", True),
    "OKR-More": ("sans-400", False),
    "OKR-More-Bold": ("sans-700", False),
} | {name: (role, False) for name, role in pdf_names().items()}
BASE_ROLES: Mapping[str, str] = {name: role for name, (role, base) in _ROLES.items() if base}
"""Name of a face in a PDF → key of `okrsheets.render.fonts.FACES`, where it is of the base."""
_BATCH = 100
_OF_CURVES = b"OTTO"  # how a font file with CFF outlines begins; others have TrueType's


@dataclass
class _Face:
    """One face while its users are gathered: base name and glyph number → text in hex.

    `number` is what the font will have in the pack.
    """

    name: str
    descriptor: pikepdf.Object
    number: int
    texts: dict[bytes, bytes] = field(default_factory=dict)


class SharedFonts:
    """Gathers the fonts of many documents and gives one dictionary of shared ones."""

    def __init__(self, file: PackFile, frame: pikepdf.Pdf) -> None:
        """Start with no fonts.

        Args:
            file: the pack, where the fonts get their numbers.
            frame: the document that holds them until they are written.
        """
        self._file, self._frame = file, frame
        self._number = file.reserve()
        self._faces: dict[str, _Face] = {}
        self._ready: dict[str, tuple[pikepdf.Object, int]] = {}

    def add(self, key: str, font: pikepdf.Object) -> None:
        """Add a finished font of the frame's, under the key that pages name it by."""
        self._ready[key] = (font, self._file.reserve())

    def take(self, document: pikepdf.Pdf) -> None:
        """Take a document's fonts out of its pages and give them the shared ones.

        A font that is not one of ours stays where it is. A glyph that stands for two characters
        keeps the first one met as its text.
        """
        done: set[tuple[int, int]] = set()
        for page in document.pages:
            resources = page.obj.Resources
            if resources.is_indirect and resources.objgen in done:
                continue
            done.add(resources.objgen)
            fonts = resources.get("/Font", pikepdf.Dictionary())
            for key in sorted(fonts.keys()):
                if str(fonts[key].BaseFont).partition("+")[2] in _ROLES:
                    self._take(key, fonts[key])
                    del fonts[key]
            self._give(resources)
            for drawing in resources.get("/XObject", pikepdf.Dictionary()).values():
                if "/Resources" in drawing:
                    self._give(drawing.Resources)

    def _take(self, key: str, font: pikepdf.Object) -> None:
        face = self._faces.get(key)
        if face is None:
            descriptor = font.DescendantFonts[0].FontDescriptor
            del descriptor["/FontFile3" if "/FontFile3" in descriptor else "/FontFile2"]
            held, number = self._frame.copy_foreign(descriptor), self._file.reserve()
            face = self._faces[key] = _Face(str(font.BaseFont)[1:], held, number)
        face.texts = dict(_PAIR.findall(font.ToUnicode.read_bytes())) | face.texts

    def _give(self, resources: pikepdf.Object) -> None:
        """Give a page or drawing the fonts; it keeps those of its own."""
        own = resources.get("/Font", pikepdf.Dictionary())
        if not isinstance(own, pikepdf.Dictionary):
            return  # it has them already
        if not own.keys():
            resources.Font = reference_to(self._number)
            return
        for key, face in self._faces.items():
            own[key] = reference_to(face.number)
        for key, (_, number) in self._ready.items():
            own[key] = reference_to(number)

    def put(self) -> Mapping[int, int]:
        """Make the shared fonts in the frame; gives their numbers there → those in the pack."""
        for key, face in self._faces.items():
            self._ready[key] = (_font(face, self._frame), face.number)
        fonts = {key: font for key, (font, _) in self._ready.items()}
        shared = self._frame.make_indirect(pikepdf.Dictionary(fonts))
        numbers = {font.objgen[0]: number for font, number in self._ready.values()}
        return {shared.objgen[0]: self._number, **numbers}


def _font(face: _Face, target: pikepdf.Pdf) -> pikepdf.Object:
    glyphs = sorted(int(glyph, 16) for glyph in face.texts)
    role, base = _ROLES[face.name.partition("+")[2]]
    source = base_face(role) if base else machine_face(role)
    data = cut_glyphs(source, glyphs)
    descriptor = face.descriptor
    if data.startswith(_OF_CURVES):
        descriptor.FontFile3 = target.make_stream(data, Subtype=pikepdf.Name.OpenType)
    else:
        descriptor.FontFile2 = target.make_stream(data, Length1=len(data))
    return type0_font(target, face.name, widths_of(source, glyphs), descriptor, face.texts)


def base_face(role: str) -> hb.Face:
    """Give a face of the batch's base fonts."""
    return hb.Face(hb.Blob(base_fonts()[role]))


def cut_glyphs(face: hb.Face, glyphs: list[int]) -> bytes:
    """Cut a face down to some glyphs that keep their numbers; empty places after the last go."""
    kept = _subset(face, glyphs, hb.SubsetFlags.RETAIN_GIDS)
    short = _subset(kept, list(range(max(glyphs, default=0) + 1)), hb.SubsetFlags.DEFAULT)
    return bytes(short.blob.data)


def cut_ready_face(face: hb.Face, glyphs: list[int]) -> bytes:
    """Cut a base face that `hb.subset_preprocess` made ready; glyphs keep their numbers.

    Its outlines have no subroutines any more, and looking for some takes most of the time.
    """
    flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING
    return bytes(_cut(face, glyphs, flags).blob.data)


def _subset(face: hb.Face, glyphs: list[int], flag: hb.SubsetFlags) -> hb.Face:
    flags = flag | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.DESUBROUTINIZE
    return _cut(face, glyphs, flags)


def _cut(face: hb.Face, glyphs: list[int], flags: hb.SubsetFlags) -> hb.Face:
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(glyphs)
    wanted.drop_table_tag_set.update(int.from_bytes(t.encode().ljust(4), "big") for t in _DROPPED)
    wanted.flags = flags
    return hb.subset(face, wanted)


def widths_of(face: hb.Face, glyphs: list[int]) -> dict[int, float]:
    """Give the widths of some glyphs in thousandths of the type size."""
    font = hb.Font(face)
    scale = 1000 / face.upem
    return {glyph: round(font.get_glyph_h_advance(glyph) * scale, 3) for glyph in glyphs}


def type0_font(
    target: pikepdf.Pdf,
    name: str,
    widths: Mapping[int, float],
    descriptor: pikepdf.Object,
    texts: Mapping[bytes, bytes],
) -> pikepdf.Object:
    """Make a composite font whose character ids are glyph numbers.

    Args:
        target: the document that will hold it.
        name: its base name.
        widths: glyph number → width in thousandths.
        descriptor: with the font file in it.
        texts: glyph number → text, both in hexadecimal.
    """
    table = [
        part
        for glyph, width in widths.items()
        for part in (glyph, pikepdf.Array([int(width) if width == int(width) else width]))
    ]
    names = pikepdf.Name
    descendant = pikepdf.Dictionary(
        Type=names.Font,
        **_kind_of(descriptor),
        BaseFont=names("/" + name),
        CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=descriptor,
        W=pikepdf.Array(table),
    )
    return target.make_indirect(
        pikepdf.Dictionary(
            Type=names.Font,
            Subtype=names.Type0,
            BaseFont=names("/" + name),
            Encoding=names("/Identity-H"),
            DescendantFonts=pikepdf.Array([target.make_indirect(descendant)]),
            ToUnicode=target.make_stream(_to_unicode(texts)),
        )
    )


def _kind_of(descriptor: pikepdf.Object) -> Mapping[str, Any]:
    """Say what kind of outlines a font has; glyph numbers of TrueType need a map to themselves."""
    if "/FontFile2" in descriptor:
        return {"Subtype": pikepdf.Name.CIDFontType2, "CIDToGIDMap": pikepdf.Name.Identity}
    return {"Subtype": pikepdf.Name.CIDFontType0}


def _to_unicode(texts: Mapping[bytes, bytes]) -> bytes:
    lines = [
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        b"/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        b"1 begincodespacerange <0000> <ffff> endcodespacerange",
    ]
    pairs = sorted(texts.items())
    for first in range(0, len(pairs), _BATCH):
        part = pairs[first : first + _BATCH]
        lines.append(b"%d beginbfchar" % len(part))
        lines += [b"<%s> <%s>" % pair for pair in part]
        lines.append(b"endbfchar")
    lines.append(b"endcmap CMapName currentdict /CMap defineresource pop end end")
    return b"\n".join(lines)
