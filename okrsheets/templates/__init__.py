"""A company's own look: the template workbook exported, checked, and made ready for stamping."""
