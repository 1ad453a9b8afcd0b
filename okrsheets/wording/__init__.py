"""Rules about how objectives and key results are worded; each gives its reason and a repair.

Takes texts and hands on findings with codes from W101; never more than a warning. Source:
docs/method.md.
"""

from okrsheets.wording.engine import check_wording, codes_of

__all__ = ["check_wording", "codes_of"]
