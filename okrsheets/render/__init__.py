"""From a report's record to its pages: HTML by jinja2, PDF by WeasyPrint, packs by pikepdf.

Takes the frozen records of `okrsheets.reports` and gives bytes. Fetches nothing from anywhere, asks
no clock, and prints a person's words as words, whatever they look like.
"""
