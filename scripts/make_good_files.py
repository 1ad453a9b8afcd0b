"""Remake the workbooks of tests/good: odd but right cells, saved by LibreOffice itself.

`python scripts/make_good_files.py`; needs LibreOffice. The bytes differ from run to run, what is
read from them does not: tests/test_good_files.py holds the values typed by hand.
"""

import sys
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from office import Job, run_office  # noqa: E402 - found only with the path above
from surgery import Q1, parts_of, with_cells, zipped  # noqa: E402 - as above

from okrsheets.cells import Place  # noqa: E402 - as above

_RICH = (
    ' t="inlineStr"><is><r><t xml:space="preserve">Two </t></r><r><rPr><b/></rPr><t>teams</t></r>'
    '<r><t xml:space="preserve"> &lt;shared&gt; it &amp; won</t></r></is></c>'
)
_TYPED: dict[Place, str | Decimal | date | None] = {
    Place("Q1", "M10"): "0.7",
    Place("Q1", "M11"): " ７０％ ",
    Place("Q1", "D10"): Decimal("0.1"),
    Place("Q1", "D11"): Decimal("0.30000000000000004"),
    Place("Q1", "V10"): Decimal("0.55"),
    Place("Q1", "C13"): "增长\n第二行 😀",
    Place("Q1", "D31"): date(2026, 9, 30),
    Place("Q1", "C31"): "=SUM(1,2) is only text here",
}


def main() -> None:
    """Write tests/good/libreoffice-mixed-cells.xlsx."""
    parts = parts_of(with_cells({"K10": "><f>80+8</f></c>", "R11": _RICH}))
    parts[Q1] = parts[Q1].replace(b'<row r="11"', b'<row r="11" hidden="1"')
    target = ROOT / "tests" / "good" / "libreoffice-mixed-cells.xlsx"
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source.xlsx"
        source.write_bytes(zipped(parts))
        run_office([Job(source, _TYPED, target=target)])
    print(target.relative_to(ROOT))


if __name__ == "__main__":
    main()
