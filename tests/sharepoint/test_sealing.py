"""The address of an upload in the ledger: shut for who reads it, and what is no seal is nothing."""

from hypothesis import given
from hypothesis import strategies as st

from builders.sharepoint import new_seal

ADDRESS = "https://files.example/uploadSession?tempauth=v1.x"


def test_an_address_is_opened_by_its_own_key_only():
    seal = new_seal()
    sealed = seal.close(ADDRESS)

    assert (seal.open(sealed), new_seal().open(sealed)) == (ADDRESS, None)
    assert "tempauth" not in sealed


@given(text=st.text(alphabet=st.characters()))
def test_what_is_no_seal_opens_as_nothing(text):
    """A ledger that somebody else wrote in may hold anything there, half a sign too."""
    assert new_seal().open(text) is None
