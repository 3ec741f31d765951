"""Where `jaarcyclus handeling` sends a password, and where never."""

import pytest

from jaarcyclus.cli.app import main

HEROPEN = ["handeling", "heropen", "dowr-2027-begroting", "--reden", "Nieuwe index.", "--als", "dowr-controller"]


@pytest.mark.parametrize(
    "address", ["http://jaarcyclus.example.nl", "http://10.0.0.7:8080", "ftp://127.0.0.1.example.nl"]
)
def test_a_password_leaves_the_machine_over_https_only(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([*HEROPEN, "--adres", address])

    assert stopped.value.code == 2
    assert "alleen over https" in capsys.readouterr().err


def test_without_a_running_installation_it_says_how_to_start_one(
    tmp_path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JAARCYCLUS_VAR", str(tmp_path))

    with pytest.raises(SystemExit) as stopped:
        main(HEROPEN)

    assert stopped.value.code == 2
    assert "jaarcyclus start" in capsys.readouterr().err


@pytest.mark.parametrize(
    "name", ["../../etc", "..", "dowr-2027-begroting/advies?x=", "dowr", "DOWR-2027-begroting", ""]
)
def test_a_name_that_is_none_is_sent_nowhere(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It would become another address."""
    with pytest.raises(SystemExit) as stopped:
        main(["handeling", "ontvangst", name, "college_raalte", "--als", "dowr-controller"])

    assert stopped.value.code == 2
    assert f"'{name}' is geen naam zoals 'dowr-2027-begroting'" in capsys.readouterr().err


@pytest.mark.parametrize("act", ["klok", "terugzetting"])
def test_a_profile_that_is_none_is_sent_nowhere(act: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["handeling", act, "../klok/dowr", "--reden", "Nagekeken.", "--als", "dowr-controller"])

    assert stopped.value.code == 2
    assert "is geen naam zoals 'dowr'" in capsys.readouterr().err
