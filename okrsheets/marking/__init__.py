"""The marked-up copy of a returned sheet: faults marked where they stand, and listed on a tab.

Works on the parts of the file itself, so that whatever is not marked stays as its sender saved it.
"""

from okrsheets.marking.copying import marked_copy
from okrsheets.marking.listing import Cover

__all__ = ["Cover", "marked_copy"]
