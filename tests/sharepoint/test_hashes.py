"""quickXorHash against its published vectors and its definition, bit by bit."""

import base64
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaarcyclus.graph.hashes import quick_xor_hash


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        ("Sg==", "SgAAAAAAAAAAAAAAAQAAAAAAAAA="),
        ("n6Neh7p6fFgm", "nxiFFw6hCz3wAQsmCQAAAAAAAAA="),
        ("T6LYJIfDh81JrAK309H2JMJTXis=", "zBTHrspn3mEcohlJdIUAbjGNaNg="),
    ],
)
def test_the_hash_is_that_of_microsoft(content, told):
    assert quick_xor_hash([base64.b64decode(content)]) == told


@given(content=st.binary(max_size=1500), cuts=st.lists(st.integers(0, 1500), max_size=5))
def test_any_pieces_give_the_hash_of_the_definition(content, cuts):
    edges = [0, *sorted(cut for cut in cuts if cut <= len(content)), len(content)]
    pieces = [content[start:end] for start, end in itertools.pairwise(edges)]

    assert quick_xor_hash(pieces) == by_definition(content)


def by_definition(content: bytes) -> str:
    bits = [0] * 160
    for index, byte in enumerate(content):
        for bit in range(8):
            bits[(index * 11 + bit) % 160] ^= byte >> bit & 1
    ring = sum(bit << place for place, bit in enumerate(bits)) ^ (len(content) << 96)
    return base64.b64encode(ring.to_bytes(20, "little")).decode()
