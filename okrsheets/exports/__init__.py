"""Scores for other programs: four flat tables as pandas frames, CSV, Excel and Parquet.

`columns` says once what each column is; the workbook's first tab, the Parquet file's remarks and
docs/data-dictionary.md are made from it.
"""
