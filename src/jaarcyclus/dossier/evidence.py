"""A file that shows that a condition is met: which kinds there are, how large it may be, and what it is called. Pure.

It is a stranger's file. Nothing of ours opens it: it is kept by its hash, goes out as it came, and only to be saved.
"""

from dataclasses import dataclass

from jaarcyclus.terms.text import make_readable

MAX_BYTES = 10_000_000
"""How large it may be (chosen: a scan of a hundred pages)."""
BEGINS = {
    ".pdf": b"%PDF-",
    ".png": b"\x89PNG\r\n\x1a\n",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".xlsx": b"PK\x03\x04",
}
"""By the end of its name, how such a file begins (chosen: what an office has at hand, and no page or program)."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One file as the ledger knows it; `name` is what its sender called it, `size` in bytes."""

    sha256: str
    name: str
    size: int

    @property
    def suffix(self) -> str:
        return suffix_of(self.name)


def suffix_of(name: str) -> str:
    """Return `.pdf` of `Bijlage 3.PDF`; empty without one."""
    _, dot, end = name.rpartition(".")
    return f"{dot}{end}".lower()


def is_fit(name: str, content: bytes) -> bool:
    """Return whether this is a file of a kind that may be given, by its name and by how it begins."""
    begin = BEGINS.get(suffix_of(name))
    return begin is not None and content.startswith(begin) and len(content) <= MAX_BYTES and make_readable(name) == name
