"""What somebody may fill in as an address, and what of it is refused with which sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaarcyclus.errors import Refused
from jaarcyclus.messages.addresses import read_mail, read_teams, shorten_teams
from jaarcyclus.messages.mail_server import is_address

FLOW = (
    "https://8a1b2c.0d.environment.api.powerplatform.com:443/powerautomate/automations/direct/workflows/"
    "5f0e/triggers/manual/paths/invoke?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=aBc-D_eF"
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" secretaris@raalte.nl ", "secretaris@raalte.nl"),
        ("secretaris+pc@Raalte.NL", "secretaris+pc@raalte.nl"),
        ("controller@café.nl", "controller@xn--caf-dma.nl"),
    ],
)
def test_a_mail_address_is_kept_in_one_spelling(typed: str, kept: str) -> None:
    assert read_mail(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "secretaris",
        "secretaris@raalte",
        "secretaris@localhost",
        "secretaris@[127.0.0.1]",
        "secretaris@raalte.nl, ander@raalte.nl",
        "secretaris@ander@raalte.nl",
        "Secretaris <secretaris@raalte.nl>",
        "secretaris@raalte.nl\r\nBcc: ander@voorbeeld.nl",
        "secretaris@raalte.nl\nX: y",
        '"secretaris\r\nBcc: x"@raalte.nl',
        "secretaris@raalte.nl\x00",
        "secrétaris@raalte.nl",
        f"{'a' * 65}@raalte.nl",
        f"{'a' * 60}@{'b.' * 100}nl",
    ],
)
def test_what_is_no_single_address_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="MAILADRES_ONGESCHIKT"):
        read_mail(typed)


@given(st.text(max_size=80))
def test_no_address_that_is_kept_can_end_a_header(typed: str) -> None:
    for text in (typed, f"a{typed}@raalte.nl", f"a@raalte{typed}.nl"):
        try:
            kept = read_mail(text)
        except Refused:
            continue
        assert kept.isascii()
        assert kept.isprintable()
        assert kept.count("@") == 1
        assert is_address(kept)  # else whoever sends would leave it out


def test_the_address_of_a_workflow_is_kept_sign_by_sign() -> None:
    """Its port and its escapes are part of what Microsoft signed."""
    assert read_teams(f" {FLOW}\n") == FLOW


@pytest.mark.parametrize(
    "typed",
    [
        "https://prod-12.westeurope.logic.azure.com:443/workflows/5f0e?sig=abc",
        "https://raalte.webhook.office.com/webhookb2/5f0e",
    ],
)
def test_an_address_of_before_is_refused_with_what_to_do(typed: str) -> None:
    with pytest.raises(Refused, match=r"Microsoft is ermee gestopt.*When a Teams webhook request is received"):
        read_teams(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "https://",
        FLOW.replace("https", "http"),
        FLOW.replace(":443", ":8443"),
        FLOW.replace(":443", ":0"),
        FLOW.replace(":443", ":99999"),
        FLOW.replace(":443", "@127.0.0.1:443"),
        f"{FLOW}#stuk",
        f"{FLOW}\r\nHost: ander",
        FLOW.replace("powerplatform.com", "powerplatform.com.voorbeeld.nl"),
        "https://environment.api.powerplatform.com/x",
        "https://127.0.0.1/x.environment.api.powerplatform.com",
        "https://127.0.0.1\\.environment.api.powerplatform.com/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://localhost:443/",
        "file:///etc/passwd",
        "https://ａ.environment.api.powerplatform.com/",
    ],
)
def test_no_other_host_is_ever_called(typed: str) -> None:
    with pytest.raises(Refused, match="TEAMSADRES_ONGESCHIKT"):
        read_teams(typed)


def test_a_server_to_try_with_is_one_that_the_installation_names() -> None:
    trial = "http://127.0.0.1:8099"

    assert read_teams(f"{trial}/werkstroom", trial) == f"{trial}/werkstroom"
    for other in ("http://127.0.0.1:8100/werkstroom", "http://127.0.0.1:8099@voorbeeld.nl/", "https://127.0.0.1:8099/"):
        with pytest.raises(Refused, match="TEAMSADRES_ONGESCHIKT"):
            read_teams(other, trial)


def test_its_owner_knows_it_again_and_nobody_else_can_use_it() -> None:
    assert shorten_teams(FLOW) == "8a1b2c.0d.environment.api.powerplatform.com … D_eF"
