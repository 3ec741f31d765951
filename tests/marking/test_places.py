"""What is put in stands where it should, and every other byte is as it was."""

import pytest

from jaarcyclus.marking.places import Edit, Unmarkable, append_to, find_elements, set_attribute, splice


def whole(part: bytes) -> dict[str, bytes]:
    """Path -> all bytes of each element of a part."""
    return {item.path: part[item.start : item.end] for item in find_elements(part)}


def test_an_element_is_found_with_all_its_bytes() -> None:
    part = '\ufeff<?xml version="1.0"?><x:a xmlns:x="u" b="1>2 />"><c>é</c><d/><e x=\'/>\'></e></x:a>'.encode()

    assert whole(part)["a/c"] == "<c>é</c>".encode()
    assert whole(part)["a/d"] == b"<d/>"
    assert whole(part)["a/e"] == b"<e x='/>'></e>"


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (b'<a><l count="0"/></a>', b'<a><l count="1"><n/></l></a>'),
        (b'<a><x:l xmlns:x="u" count="9"><o/></x:l></a>', b'<a><x:l xmlns:x="u" count="1"><o/><n/></x:l></a>'),
        (b"<a><l></l></a>", b"<a><l><n/></l></a>"),
    ],
)
def test_something_is_added_at_the_end_of_a_list_empty_or_not(part: bytes, expected: bytes) -> None:
    listed = find_elements(part)[1]

    assert splice(part, append_to(part, listed, b"<n/>", count=1)) == expected


def test_an_attribute_gets_another_value_and_no_other_does() -> None:
    part = b"<a><r priority = '1' text=\"priority\"/></a>"
    edit = set_attribute(part, find_elements(part)[1], "priority", "7")

    assert edit
    assert splice(part, [edit]) == b'<a><r priority = "7" text="priority"/></a>'


def test_rows_are_passed_over() -> None:
    part = b"<w><d><r><c/></r></d><e/></w>"

    assert [item.path for item in find_elements(part, 9, skip="d")] == ["w", "w/d", "w/e"]


@pytest.mark.parametrize(
    "part",
    [
        '<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16"),
        b'<?xml version="1.0" encoding="ISO-8859-1"?><a/>',
        b"<!DOCTYPE a><a/>",
        b"<a><b></a>",
        b"",
    ],
)
def test_what_two_readers_may_read_differently_is_left_alone(part: bytes) -> None:
    with pytest.raises(Unmarkable):
        find_elements(part)


def test_two_changes_of_one_place_are_refused() -> None:
    with pytest.raises(Unmarkable):
        splice(b"<a/>", [Edit(0, 3), Edit(1, 2)])
