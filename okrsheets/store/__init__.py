"""The store: SQLite through SQLAlchemy, migrated by Alembic, one transaction a workbook.

Keeps the files as they came, every version's cells with their raw text, the scores and every file
ever seen. Every number in it traces to a file's hash, its sheet and its cell. It decides nothing
and scores nothing. Described for people in docs/store.md.
"""

from okrsheets.store.records import (
    CurrentSheet,
    FileEntry,
    FileState,
    HeldFile,
    ListedFile,
    NewVersion,
    SheetScores,
    StoredVersion,
)
from okrsheets.store.store import RefusedByStoreError, Store, StoreMode, open_store

__all__ = [
    "CurrentSheet",
    "FileEntry",
    "FileState",
    "HeldFile",
    "ListedFile",
    "NewVersion",
    "RefusedByStoreError",
    "SheetScores",
    "Store",
    "StoreMode",
    "StoredVersion",
    "open_store",
]
