"""What Excel accepts of a workbook, as a table of rules that name every fault they find.

    python tests/sheet_rules.py FILE...     prints the faults of workbooks, one a line

Sources: ISO/IEC 29500-1 (SpreadsheetML, package conventions), Excel's published limits, the
restrictions that Microsoft publishes for its reading of the standard (MS-OI29500). Where a rule
is narrower than Excel's own it is the house's, so that WPS, LibreOffice, Google Sheets and Numbers
take the sheet as well. Excel itself was not at hand: what passes here is right by the rules.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import sheet_rules_book as book
import sheet_rules_cells as cells
import sheet_rules_drawings as drawings
import sheet_rules_limits as limits
import sheet_rules_package as package_rules
import sheet_rules_styles as styles
import sheet_rules_tabs as tabs
from sheet_package import Package, open_package

Rule = Callable[[Package], Iterator[str]]
RULES: Mapping[str, Rule] = {
    "parts are well-formed": package_rules.well_formed,
    "parts are of known kinds": package_rules.known_parts,
    "content types name every part": package_rules.content_types,
    "relations lead to parts": package_rules.relations,
    "parts are in use": package_rules.parts_in_use,
    "document properties are valid": package_rules.properties,
    "tab names are valid": book.tab_names,
    "tabs lead to worksheets": book.tab_links,
    "a visible tab is active": book.active_tab,
    "defined names are valid": book.defined_names,
    "print names are valid": book.print_names,
    "styles point at what exists": styles.indexes,
    "styles are in order": styles.order,
    "styles are within limits": styles.limits,
    "elements of a tab are in order": tabs.element_order,
    "rows and cells ascend": tabs.rows_and_cells,
    "the dimension holds every cell": tabs.dimension,
    "columns do not overlap": tabs.columns,
    "merged areas do not overlap": tabs.merges,
    "panes fit their split": tabs.panes,
    "page set-up is valid": tabs.page,
    "input limits are valid": limits.validations,
    "drop-downs have their lists": limits.lists,
    "conditional looks are valid": limits.conditions,
    "texts are shared": cells.shared_texts,
    "string counts are right": cells.string_counts,
    "cells are of their kind": cells.kinds,
    "formulas have their values": cells.stored_values,
    "formulas are within limits": cells.formula_limits,
    "formulas use common functions": cells.functions,
    "formulas refer to what exists": cells.references,
    "notes have their boxes": drawings.notes,
    "drawings hold what exists": drawings.anchors,
    "charts show what exists": drawings.charts,
}


def faults_of(data: bytes) -> dict[str, list[str]]:
    """Give the faults of a workbook by rule; rules that find none are left out."""
    package = open_package(data)
    broken = list(package_rules.well_formed(package))
    if broken:
        return {"parts are well-formed": broken}
    found = {name: list(rule(package)) for name, rule in RULES.items()}
    return {name: faults for name, faults in found.items() if faults}


def main(paths: list[str]) -> int:
    """Print the faults of workbooks; give 1 where there are any."""
    code = 0
    for path in paths:
        for name, faults in faults_of(Path(path).read_bytes()).items():
            code = 1
            for fault in faults:
                sys.stdout.write(f"{path}: {name}: {fault}\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
