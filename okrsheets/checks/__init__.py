"""Checks: what is wrong, or worth a look, in the objectives, key results and scores of a sheet.

Takes a read submission with its scores and hands on findings with codes K101 to K805; opens no
file and raises nothing. Values of single cells (numbers, choices) are checked where they are read.
Source: docs/method.md.
"""

from okrsheets.checks.engine import Background, check_submission

__all__ = ["Background", "check_submission"]
