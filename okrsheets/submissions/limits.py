"""How much of a returned file is read at most; what goes beyond is refused, never cut.

A filled sheet of four quarters has about 40 parts, 500 kB of XML and 3,000 cells, the largest one
(twelve months, five objectives of five key results, check-ins) 70 parts, 3 MB and 19,000 cells in
0.5 MB. The limits leave room for pasted pictures and careless formatting and keep one file under
300 MB and 20 seconds.
"""

MEGABYTE = 1024 * 1024

FILE_BYTES = 20 * MEGABYTE
ENTRIES = 5_000
READ_BYTES = 64 * MEGABYTE
SMALL_PART_BYTES = 16 * MEGABYTE
DECLARED_BYTES = 512 * MEGABYTE
CELLS = 300_000
MERGES = 100_000
STRINGS = 300_000
TABS = 200
DEPTH = 200
TAGS = 2_000_000
NAMES = 2_000
FORMATS = 200_000
QUICK_BYTES = 4 * MEGABYTE
TEXT_LENGTH = 32_767
KEPT_STYLES = 32
ARCHIVE_BYTES = 100 * MEGABYTE
MEMBERS = 2_000
