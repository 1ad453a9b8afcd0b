"""Score sheets: a template drawn once, each person's sheet stamped from it.

Takes the layout, the policies and a person; hands on the bytes of a workbook. Opens and writes
no file. openpyxl draws the form, the standard library stamps it.
"""

from okrsheets.sheets.compiled import CompiledTemplate, compile_template
from okrsheets.sheets.logo import LARGEST_LOGO, prepare_logo
from okrsheets.sheets.names import safe_name, sheet_file_name
from okrsheets.sheets.spec import Stamp, TemplateSpec

__all__ = [
    "LARGEST_LOGO",
    "CompiledTemplate",
    "Stamp",
    "TemplateSpec",
    "compile_template",
    "prepare_logo",
    "safe_name",
    "sheet_file_name",
]
