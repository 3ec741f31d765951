"""Where somebody is led after signing in: a page of ours, and never another site, whatever stands in the cookie."""

import pytest

from jaarcyclus_airflow.landing import is_own


@pytest.mark.parametrize("address", ["/jaarcyclus/besluiten", "/jaarcyclus/jaar/2027?x=1"])
def test_a_page_of_ours_is_gone_back_to(address: str) -> None:
    assert is_own(address)


@pytest.mark.parametrize(
    "address",
    [
        "", "/", "https://kwaad.example/jaarcyclus/", "//kwaad.example", "/\\kwaad.example",
        "/jaarcyclus//kwaad.example",
        "/jaarcyclus/\\kwaad.example", "/jaarcyclus/\r\nSet-Cookie: a=b", "javascript:alert(1)",
        "/jaarcyclus/" + "a" * 500,
    ],
)  # fmt: skip
def test_all_else_is_not(address: str) -> None:
    assert not is_own(address)
