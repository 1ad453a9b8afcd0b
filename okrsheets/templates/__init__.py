"""A company's own look: the template workbook exported, checked, and made ready for stamping.

HR restyles the exported workbook in their own program. What they may change is theirs; what the
sheet contract needs is checked by its hidden keys, and put back where a program merely dropped it.
"""

from okrsheets.templates.checking import Checked, check_template
from okrsheets.templates.export import export_template
from okrsheets.templates.forming import form_of

__all__ = ["Checked", "check_template", "export_template", "form_of"]
