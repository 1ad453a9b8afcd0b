"""Where the product's own files are: the two template folders, the catalogues, the samples.

In a wheel they stand inside the package, in a checkout beside it. Nothing is looked for in the
current directory.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def find_resource(name: str) -> Path:
    """Give the folder `name` (`workbook_templates`, `report_templates`, `samples`, `locale`).

    Raises:
        FileNotFoundError: the installation is broken.
    """
    for place in (_PACKAGE / name, _PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(name)
