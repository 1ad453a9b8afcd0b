"""What a template's maker left in it and no sheet may carry: paths, links to a disk, EXIF."""

import io

from openpyxl import Workbook
from openpyxl.drawing.image import Image as Drawing
from PIL import Image
from sheet_kit import ANN, stamp_of
from surgery import parts_of, zipped
from template_kit import compiled, edited, told

ARTIST = 0x013B


def _with_photo(book: Workbook) -> None:
    photo, stream = Image.new("RGB", (40, 20), "red"), io.BytesIO()
    remarks = photo.getexif()
    remarks[ARTIST] = "Jane Doe"
    photo.save(stream, "JPEG", exif=remarks)
    book["Q1"].add_image(Drawing(stream), "T2")


def _with_link(target: str) -> bytes:
    def edit(book: Workbook) -> None:
        book["Q1"]["AQ3"].hyperlink = target
        book["Q1"]["AQ3"].value = "our page"

    return edited(edit)


def test_issued_sheet__photo_with_remarks_and_path__keeps_the_picture_alone() -> None:
    parts = parts_of(edited(_with_photo))
    for name in [n for n in parts if n.startswith("xl/drawings/drawing")]:
        parts[name] = parts[name].replace(
            b'name="Image 1"', b'name="Image 1" descr="C:\\Users\\jane.doe\\logo.png"'
        )
    template = zipped(parts)
    assert any(b"Jane Doe" in content for content in parts.values())
    form = compiled(template)
    issued = parts_of(form.stamp(stamp_of(ANN, form, "Wei")))
    assert not [n for n, content in issued.items() if b"jane.doe" in content or b"Jane" in content]
    photos = [content for name, content in issued.items() if name.endswith((".jpeg", ".jpg"))]
    assert [Image.open(io.BytesIO(photo)).size for photo in photos] == [(40, 20)]


def test_check__link_to_a_disk__is_refused_and_to_the_web_is_not() -> None:
    assert "T104" in told(_with_link("file:///C:/Users/jane.doe/okr.xlsx"))
    assert "T104" in told(_with_link("other.xlsx"))
    assert "T104" not in told(_with_link("https://intranet.example/okr"))
    assert "T104" not in told(_with_link("mailto:hr@example.com"))
