"""The command line as tests of it type it."""

import pytest

from jaarcyclus.cli import app


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Run a command in an installation of its own; return exit code, output and errors."""
    monkeypatch.setenv("JAARCYCLUS_VAR", str(tmp_path / "var"))

    def command(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            app.main(arguments)
        printed = capsys.readouterr()
        return int(end.value.code or 0), printed.out, printed.err

    return command
