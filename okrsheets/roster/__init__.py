"""The roster: who is in the organisation, read from a workbook or a CSV file.

All faults of the file are named in one pass, with their cells; with any error nothing of it is
used. An id is text: `000123` is not `123`.
"""

from okrsheets.roster.form import write_roster, write_roster_form
from okrsheets.roster.reading import read_roster
from okrsheets.roster.records import Roster

__all__ = ["Roster", "read_roster", "write_roster", "write_roster_form"]
