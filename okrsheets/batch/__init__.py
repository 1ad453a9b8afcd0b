"""Batches: whole folders in, one file's fault never the others'. Plan first, then commit."""
