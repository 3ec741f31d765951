"""Refuse machine paths and registry hosts in the repository: what works only here must not travel.

Reads the files that git tracks, or would track. Never add an exception here for a file: reword the file.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

FORBIDDEN = {
    "a path of one machine": re.compile(r"(?<![\w.~$}*-])/(?:home|root|work|Users|tmp|opt)/[\w.]"),
    "the host of a package registry": re.compile(
        r"pypi\.org|pythonhosted\.org|registry\.npmjs\.org|(?:deb|security|snapshot)\.debian\.org"
    ),
    "a path beside the repository": re.compile(r"\.\./\.\w"),
}


def find_addresses(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line number (from 1) and the kind of every forbidden address in `text`."""
    for number, line in enumerate(text.splitlines(), start=1):
        for kind, pattern in FORBIDDEN.items():
            if pattern.search(line):
                yield number, kind


def list_files(root: Path) -> list[Path]:
    """Return the files of the repository at `root`, without what git ignores."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 (the git of this machine)
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    )
    return [root / name for name in listing.stdout.split("\0") if name and (root / name).is_file()]


def main() -> int:
    """Print each finding as file:line, and return 1 when there is one."""
    root = Path(__file__).resolve().parents[1]
    findings = [
        f"{file.relative_to(root)}:{number}: names {kind}"
        for file in list_files(root)
        for number, kind in find_addresses(file.read_bytes().decode(errors="replace"))
    ]
    sys.stdout.writelines(f"{finding}\n" for finding in findings)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
