"""Finished reports as PDF/A-3a, with the files they were made from attached.

The pages stay as they are: they are tagged, their fonts are embedded and every character has its
Unicode, so what is missing for ISO 19005-3, level A is what the colours mean (the output intent),
the metadata that says so, and the attached files with their relation to the report. The result is
PDF/UA-1 as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from hashlib import md5
from importlib.resources import files
from io import BytesIO
from xml.sax.saxutils import escape

import pikepdf

from okrsheets.render.binding import Finish
from okrsheets.render.saving import saved

_PROFILE = "sRGB IEC61966-2.1"
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">{title}{author}
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">{producer}</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""
_TITLE = '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:title>'
_AUTHOR = "<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>"
_PRODUCER = "<pdf:Producer>{}</pdf:Producer>"
_KEPT = ("/Title", "/Author", "/Producer")


class Relation(StrEnum):
    """What an attached file is to the report (ISO 19005-3, annex E)."""

    SOURCE = "Source"
    DATA = "Data"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to attach. `modified` is when it came to be, None where nothing says so."""

    name: str
    data: bytes
    mime: str
    description: str
    relation: Relation
    modified: datetime | None = None


def make_archive(pdf: bytes, attachments: Sequence[Attachment]) -> bytes:
    """Give a finished report as PDF/A-3a; the same report and files give the same bytes.

    Args:
        pdf: the report, tagged, with all its fonts, as `finish_single` gives it.
        attachments: the files, each under a name of its own.
    """
    with pikepdf.open(BytesIO(pdf)) as document:
        archiving(attachments)(document)
        return _with_clear_ends(saved(document), attachments)


def archiving(attachments: Sequence[Attachment]) -> Finish:
    """Give what makes a pack PDF/A-3a while it is bound: opened again, a long one fills memory."""

    def finish(document: pikepdf.Pdf) -> None:
        _declare(document)
        _say_colours(document)
        _attach(document, attachments)

    return finish


def _with_clear_ends(pdf: bytes, attachments: Sequence[Attachment]) -> bytes:
    """Give the file with the end of every stream told clearly (ISO 19005-3, 6.1.7.1).

    Where data happens to end with a carriage return, the line feed that follows it could be taken
    for the second half of one line end, and the stated length for wrong. A carriage return in its
    place is a line end of its own, and the file stays as long as it was.
    """
    clear = pdf.replace(b"\r\nendstream", b"\r\rendstream")
    if clear == pdf:
        return pdf
    with pikepdf.open(BytesIO(clear)) as document:
        kept = document.Root.get("/AF", pikepdf.Array())
        whole = {str(file.F): bytes(file.EF.F.read_bytes()) for file in kept}
    return clear if whole == {a.name: a.data for a in attachments} else pdf


def _declare(document: pikepdf.Pdf) -> None:
    """Say what the file follows; the information dictionary says the same as the metadata."""
    known = {key: str(document.docinfo[key]) for key in _KEPT if key in document.docinfo}
    for key in [str(key) for key in document.docinfo if str(key) not in known]:
        del document.docinfo[key]
    title, author, producer = (
        frame.format(escape(known[key])) if key in known else ""
        for key, frame in zip(_KEPT, (_TITLE, _AUTHOR, _PRODUCER), strict=True)
    )
    metadata = _XMP.format(title=title, author=author, producer=producer).encode()
    stream = pikepdf.Stream(document, metadata)
    stream.Type, stream.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    document.Root.Metadata = document.make_indirect(stream)


@cache
def _profile() -> bytes:
    """Give the sRGB profile of the International Color Consortium that WeasyPrint brings."""
    return (files("weasyprint") / "pdf" / "sRGB2014.icc").read_bytes()


def _say_colours(document: pikepdf.Pdf) -> None:
    profile = pikepdf.Stream(document, _profile())
    profile.N = 3
    document.Root.OutputIntents = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.OutputIntent,
                S=pikepdf.Name.GTS_PDFA1,
                OutputConditionIdentifier=pikepdf.String(_PROFILE),
                Info=pikepdf.String(_PROFILE),
                DestOutputProfile=document.make_indirect(profile),
            )
        ]
    )


def _attach(document: pikepdf.Pdf, attachments: Sequence[Attachment]) -> None:
    names: list[pikepdf.Object] = []
    related: list[pikepdf.Object] = []
    for attachment in sorted(attachments, key=lambda a: a.name):
        file = _file(document, attachment)
        names += [pikepdf.String(attachment.name), file]
        related.append(file)
    if not related:
        return
    document.Root.Names = pikepdf.Dictionary(
        EmbeddedFiles=document.make_indirect(pikepdf.Dictionary(Names=pikepdf.Array(names)))
    )
    document.Root.AF = pikepdf.Array(related)


def _file(document: pikepdf.Pdf, attachment: Attachment) -> pikepdf.Object:
    stream = pikepdf.Stream(document, attachment.data)
    stream.Type = pikepdf.Name.EmbeddedFile
    stream.Subtype = pikepdf.Name(f"/{attachment.mime}")
    stream.Params = pikepdf.Dictionary(
        Size=len(attachment.data),
        CheckSum=pikepdf.String(md5(attachment.data, usedforsecurity=False).digest()),
    )
    if attachment.modified is not None:
        stream.Params.ModDate = pikepdf.String(_date(attachment.modified))
    content = document.make_indirect(stream)
    return document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Filespec,
            F=pikepdf.String(attachment.name),
            UF=pikepdf.String(attachment.name),
            Desc=pikepdf.String(attachment.description),
            AFRelationship=pikepdf.Name(f"/{attachment.relation.value}"),
            EF=pikepdf.Dictionary(F=content, UF=content),
        )
    )


def _date(moment: datetime) -> str:
    """Give a moment as PDF writes it, in UTC: `D:20260930081500Z`."""
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    return f"D:{moment:%Y%m%d%H%M%S}Z"
