"""One value, one spelling: the hash of a thing must be the same on every machine and for ever."""

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaarcyclus.errors import NotCanonical
from jaarcyclus.terms import canonical

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=20,
)


def test_the_spelling_has_sorted_keys_no_spaces_and_readable_accents() -> None:
    written = canonical.dumps({"zetel": "Raalte", "bedrag_cent": 123456, "tekst": "€ één", "namens": None})

    assert written == '{"bedrag_cent":123456,"namens":null,"tekst":"€ één","zetel":"Raalte"}'.encode()


@given(VALUES)
def test_what_is_written_is_read_back_unchanged(value: Any) -> None:
    assert canonical.loads(canonical.dumps(value)) == value


@given(st.dictionaries(TEXTS, st.integers(), min_size=2))
def test_the_order_in_which_keys_were_set_does_not_matter(value: dict[str, int]) -> None:
    backwards = dict(reversed(value.items()))

    assert canonical.dumps(backwards) == canonical.dumps(value)


@given(VALUES)
def test_any_other_json_reader_reads_the_same(value: Any) -> None:
    assert json.loads(canonical.dumps(value)) == value


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"bedrag": 12.5}, "$.bedrag"),
        ({"regels": [1, 2, float("nan")]}, "$.regels[2]"),
        ({"percelen": {"ict", "psa"}}, "$.percelen"),
        ({2027: "boekjaar"}, "2027"),
        (b"bytes", "$"),
    ],
)
def test_what_has_no_single_spelling_is_refused_with_its_place(value: Any, place: str) -> None:
    with pytest.raises(NotCanonical) as refusal:
        canonical.dumps(value)

    assert place in str(refusal.value)


def test_half_a_character_is_refused() -> None:
    """A lone surrogate comes out of broken JSON and cannot be written as UTF-8."""
    with pytest.raises(NotCanonical):
        canonical.dumps({"tekst": "\ud83d"})


@pytest.mark.parametrize(
    "spelling",
    [
        b'{"a": 1}',
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{"a":1}\n',
        b'"\\u00e9"',
        b'{"a":1.0}',
        b"NaN",
        b"-0",
        b"\xef\xbb\xbf{}",
        b'"\xff"',
        b"",
        b"[" * 100_000,
        b"9" * 5_000,
    ],
)
def test_another_spelling_is_not_read(spelling: bytes) -> None:
    with pytest.raises(NotCanonical):
        canonical.loads(spelling)


def test_sha256_is_the_common_one() -> None:
    assert canonical.sha256(b"DOWR") == hashlib.sha256(b"DOWR").hexdigest()


def test_a_value_nested_deeper_than_ours_ever_are_is_refused() -> None:
    """Python's own recursion ends at other depths for other functions: one of them would end in a traceback."""
    with pytest.raises(NotCanonical):
        canonical.loads(b"[" * 60 + b"]" * 60)
