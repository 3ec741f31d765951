"""quickXorHash, the only hash that SharePoint tells of a file. It finds damage, and proves nothing.

Source: learn.microsoft.com/onedrive/developer/code-snippets/quickxorhash. Byte i is XORed into a ring of 160 bits at
bit 11·i; at the end the length goes over the last 8 bytes. A block of 160 bytes passes the ring eleven times, so blocks
are first XORed with each other as whole numbers, which is what Python does fast. SharePoint rewrites some kinds of file
after they came in: another hash is no proof that somebody changed one.
"""

import base64
from collections.abc import Iterable

_WIDTH_BITS = 160
_BLOCK = 160
_SHIFT = 11


class QuickXor:
    """The hash of bytes that come in pieces of any size."""

    def __init__(self) -> None:
        self._folded = 0
        self._length = 0
        self._rest = b""

    def update(self, piece: bytes) -> None:
        """Take the next bytes."""
        self._length += len(piece)
        whole = self._rest + piece
        end = len(whole) - len(whole) % _BLOCK
        for start in range(0, end, _BLOCK):
            self._folded ^= int.from_bytes(whole[start : start + _BLOCK], "little")
        self._rest = whole[end:]

    def digest(self) -> str:
        """Return the hash of all bytes until now, in base64 as Graph writes it."""
        folded = (self._folded ^ int.from_bytes(self._rest, "little")).to_bytes(_BLOCK, "little")
        ring = 0
        for position, byte in enumerate(folded):
            ring ^= byte << (position * _SHIFT % _WIDTH_BITS)
        ring = (ring & ((1 << _WIDTH_BITS) - 1)) ^ (ring >> _WIDTH_BITS)
        return base64.b64encode((ring ^ (self._length << (_WIDTH_BITS - 64))).to_bytes(20, "little")).decode()


def quick_xor_hash(pieces: Iterable[bytes]) -> str:
    """Return the hash of the pieces after one another."""
    hashing = QuickXor()
    for piece in pieces:
        hashing.update(piece)
    return hashing.digest()
