"""What a file or folder may be called in SharePoint, and how it stands in an address."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaarcyclus.graph.names import MAX_PATH, find_fault, find_path_fault, in_address, is_same


@pytest.mark.parametrize(
    "name",
    [
        *(f"a{sign}b" for sign in '"*:<>?/\\|'),
        "", " a", "a ", "a.", "~$a.docx", "a\nb", "a\x00", "a\x7f", "x\u2028y", "&#38;a", "\ud800",
        ".lock", "CON", "con", "PRN", "AUX", "NUL", "COM0", "com9", "LPT1", "desktop.ini", "Desktop.INI", "a_vti_b",
    ],
)  # fmt: skip
def test_a_forbidden_name_is_a_finding(name):
    fault = find_fault(name)

    assert fault is not None
    assert any(word in fault for word in ("kies", "haal"))


@pytest.mark.parametrize(
    "name", ["begroting 2027.pdf", "100% #1 + a&b.xlsx", "~a.txt", "console.txt", "COM10", "forms", "é'(x)!.zip", ".a"]
)
def test_an_odd_name_that_is_allowed_is_none(name):
    assert find_fault(name) is None


def test_a_folder_may_not_begin_with_a_tilde_and_a_library_has_its_own_forms():
    assert find_fault("~a", is_folder=True) is not None
    assert find_fault("Forms", is_folder=True, at_root=True) is not None
    assert find_fault("Forms", is_folder=True) is None


def test_a_path_that_is_too_long_is_a_finding():
    """It counts decoded, with the part of the site."""
    folder = "https://dowr.sharepoint.test/sites/dowr/Gedeelde%20documenten"
    room = MAX_PATH - 1 - len("sites/dowr/Gedeelde documenten/")

    assert find_path_fault(folder, "x" * room) is None
    assert "kortere" in (find_path_fault(folder, "x" * (room + 1)) or "")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_segment_in_an_address_is_one_segment(name):
    encoded = in_address(name)

    assert unquote(encoded) == name
    assert encoded.isascii()
    assert not set(encoded) & set("/?#:+ &'\"\\")


def test_capitals_make_no_other_name():
    assert is_same("Begroting.PDF", "begroting.pdf")


def test_an_accent_is_one_sign_or_two():
    """A Mac composes it otherwise (onedrive-api-docs 351, rclone 8634)."""
    assert is_same("Financi\u00ebn.pdf", "FINANCIE\u0308N.pdf")
    assert not is_same("Financien.pdf", "Financi\u00ebn.pdf")
