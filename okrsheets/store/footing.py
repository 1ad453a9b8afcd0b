"""Tells whether a database is not safe in a folder: on a network, or kept in step by a cloud.

There locks are not reliable and several programs write one file; SQLite's write-ahead log does not
work over a network at all (https://www.sqlite.org/wal.html), so it is not used there.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from okrsheets.errors import N_

FOOTING = N_(
    "the workspace lies on a network or in a folder that a cloud keeps in step ({where}): let one"
    " computer only work in it, or move it to a local disk"
)
"""What to say of a workspace whose database is not safe where it lies."""
_MOUNTS = Path("/proc/self/mountinfo")
_NETWORKS = re.compile(r"(nfs\d?|cifs|smb\d?|smbfs|afs|ceph|9p|ncpfs|davfs|webdav|fuse\..+)")
_LOCAL_FUSE = ("fuse.ext4", "fuse.lxcfs", "fuse.overlayfs", "fuse.fuse-overlayfs")
_CLOUDS = re.compile(
    r"(onedrive|dropbox|icloud ?drive|com~apple~clouddocs|mobile documents|google ?drive"
    r"|坚果云|nutstore|百度网盘|baidusyncdisk|微云|weiyun)",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\([0-7]{3})")


def unsafe_footing(folder: Path) -> str:
    """Give what makes a folder unsafe (`nfs4`, `OneDrive`); "" where nothing does."""
    place = folder.resolve()
    cloud = next((part for part in place.parts if _CLOUDS.match(part)), "")
    if cloud:
        return cloud
    system = _system_of(place)
    known = _NETWORKS.fullmatch(system) and system not in _LOCAL_FUSE
    return system if known or place.as_posix().startswith("//") else ""


def _system_of(place: Path) -> str:
    """Give the file system's type of the innermost mount; "" where the system does not tell."""
    found, depth = "", -1
    for mount, system in _mounts():
        if place.is_relative_to(mount) and len(mount.parts) >= depth:
            found, depth = system, len(mount.parts)
    return found


def _mounts() -> Iterator[tuple[Path, str]]:
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return
    for line in lines:
        before, _, after = line.partition(" - ")
        point = _ESCAPED.sub(lambda match: chr(int(match[1], 8)), before.split(" ")[4])
        yield Path(point), after.split(" ")[0]
