"""Rules of cells: shared texts, kinds, styles, formulas and what they may use."""

from collections.abc import Iterator

from openpyxl.formula.tokenizer import Token
from sheet_package import MAIN, STRINGS, Package
from sheet_rules_book import tokens_of, unknown_references

ALLOWED_FUNCTIONS = frozenset(
    name
    for line in (
        "ABS AND CHAR CHOOSE CLEAN COUNT COUNTA COUNTIF COUNTIFS DATE DATEVALUE DAY FIND IF",
        "IFERROR INDEX INT ISNUMBER LEFT LEN LOOKUP MATCH MAX MID MIN MOD MONTH N NOT OR RIGHT",
        "ROUND ROW ROWS SIGN SUBSTITUTE SUM SUMIF SUMIFS SUMPRODUCT TEXT TODAY TRIM UPPER YEAR",
    )
    for name in line.split()
)
"""What sheets may compute with: functions that Excel 2010, WPS, LibreOffice, Google Sheets and
Numbers share, with the same arguments and no entry as an array formula."""
_KINDS = {"n", "s", "str", "b", "e"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_LONGEST_TEXT, _LONGEST_FORMULA, _LONGEST_CONSTANT = 32_767, 8192, 255
_DEEPEST, _MOST_ARGUMENTS = 64, 30


def shared_texts(package: Package) -> Iterator[str]:
    """Texts stand in the shared strings, are not too long, keep their blanks, are all in use."""
    used: set[int] = set()
    for tab in package.tabs:
        for ref, cell in tab.cells.items():
            if cell.get("t") == "inlineStr":
                yield f"{tab.name}!{ref}: an inline text"
            if cell.get("t") == "s":
                used.add(int(cell.findtext(MAIN + "v", "-1")))
    every = set(range(len(package.texts)))
    yield from (f"no text number {number}" for number in used - every)
    yield from (f"text {n}: in no cell: {package.texts[n][:40]!r}" for n in every - used)
    for number, text in enumerate(package.texts):
        if len(text) > _LONGEST_TEXT:
            yield f"text {number}: {len(text)} signs"
    for item in package.tree(STRINGS).iter(MAIN + "t") if STRINGS in package.parts else ():
        if (item.text or "").strip() != (item.text or "") and item.get(_SPACE) != "preserve":
            yield f"{item.text!r}: its blanks would be lost"


def string_counts(package: Package) -> Iterator[str]:
    """The counts of the shared strings are right or not given."""
    if STRINGS not in package.parts:
        yield f"{STRINGS} is missing"
        return
    root = package.tree(STRINGS)
    uses = sum(cell.get("t") == "s" for tab in package.tabs for cell in tab.cells.values())
    for key, right in (("count", uses), ("uniqueCount", len(package.texts))):
        if root.get(key, str(right)) != str(right):
            yield f"{key} is {root.get(key)}, should be {right}"


def kinds(package: Package) -> Iterator[str]:
    """A cell is of a known kind, its number a number, its look one that exists."""
    found = package.styles.find(MAIN + "cellXfs")
    looks = 0 if found is None else len(found)
    for tab in package.tabs:
        for ref, cell in tab.cells.items():
            kind, value = cell.get("t", "n"), cell.findtext(MAIN + "v")
            if kind not in _KINDS:
                yield f"{tab.name}!{ref}: kind {kind}"
            if not 0 <= int(cell.get("s", "0")) < looks:
                yield f"{tab.name}!{ref}: no look {cell.get('s')}"
            if kind == "n" and value is not None and not _is_number(value):
                yield f"{tab.name}!{ref}: {value!r} is no number"
            if kind in ("str", "e") and ref not in tab.formulas:
                yield f"{tab.name}!{ref}: kind {kind} without a formula"
            if kind == "e":
                yield f"{tab.name}!{ref}: shows {value}"


def stored_values(package: Package) -> Iterator[str]:
    """Every formula has its value beside it, for previews and readers that do not compute."""
    for tab in package.tabs:
        for ref in tab.formulas:
            if package.value(tab.cells[ref]) is None:
                yield f"{tab.name}!{ref}: no value"


def _is_number(text: str) -> bool:
    try:
        return float(text) == float(text)
    except ValueError:
        return False


def formula_limits(package: Package) -> Iterator[str]:
    """No formula is too long, too deep, has too many arguments, or needs entry as an array."""
    for tab in package.tabs:
        for item in tab.all("f"):
            if item.get("t", "normal") != "normal" or item.get("ref"):
                yield f"{tab.name}: a formula of the kind {item.get('t')}"
        for ref, formula in tab.formulas.items():
            deepest, most = _measure(formula)
            constants = [t.value for t in tokens_of(formula) if t.subtype == Token.TEXT]
            longest = max((len(constant) - 2 for constant in constants), default=0)
            if len(formula) > _LONGEST_FORMULA or longest > _LONGEST_CONSTANT:
                yield f"{tab.name}!{ref}: {len(formula)} signs, a text of {longest}"
            if deepest > _DEEPEST or most > _MOST_ARGUMENTS:
                yield f"{tab.name}!{ref}: {deepest} deep, {most} arguments"


def _measure(formula: str) -> tuple[int, int]:
    """Give how deep a formula's functions are nested, and the most arguments of one."""
    open_: list[int] = []
    deepest = most = 0
    for token in tokens_of(formula):
        if token.subtype == Token.OPEN:
            open_.append(1)
            deepest = max(deepest, len(open_))
        elif token.type == Token.SEP and open_:
            open_[-1] += 1
        elif token.subtype == Token.CLOSE:
            most = max(most, open_.pop())
    return deepest, most


def functions(package: Package) -> Iterator[str]:
    """Formulas use only `ALLOWED_FUNCTIONS`, and no constant arrays."""
    for tab in package.tabs:
        for ref, formula in tab.formulas.items():
            for token in tokens_of(formula):
                name = token.value.removesuffix("(")
                opens = token.type == Token.FUNC and token.subtype == Token.OPEN
                if (opens and name not in ALLOWED_FUNCTIONS) or token.type == Token.ARRAY:
                    yield f"{tab.name}!{ref}: {name}"


def references(package: Package) -> Iterator[str]:
    """Formulas name only tabs, names and cells that exist."""
    for tab in package.tabs:
        for ref, formula in tab.formulas.items():
            for what in unknown_references(package, formula):
                yield f"{tab.name}!{ref}: {what}"
