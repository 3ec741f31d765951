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
