"""Score sheets: a template drawn once, each person's sheet stamped from it.

Takes the layout, the policies and a person; hands on the bytes of a workbook. Opens and writes
no file. openpyxl draws the form, the standard library stamps it.
"""

from okrsheets.sheets.compiled import CompiledTemplate, compile_template
from okrsheets.sheets.names import safe_name, sheet_file_name
from okrsheets.sheets.spec import Stamp, TemplateSpec

__all__ = [
    "CompiledTemplate",
    "Stamp",
    "TemplateSpec",
    "compile_template",
    "safe_name",
    "sheet_file_name",
]
