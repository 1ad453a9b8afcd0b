"""Intake of one returned score sheet: bytes in, cells and a `Submission` out, faults as findings.

`read_submission` reads the file within bounds and finds the fields by their keys;
`build_submission` interprets the cells by the number grammar. Neither computes a score.
"""

from okrsheets.submissions.building import build_submission
from okrsheets.submissions.reading import Reading, read_submission

__all__ = ["Reading", "build_submission", "read_submission"]
