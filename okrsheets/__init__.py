"""okrsheets: OKR score sheets out, filled sheets in, exact scores and printed reports."""

__version__ = "0.1.0"
