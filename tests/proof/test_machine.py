"""When memory, disk or installation of the reader's own machine fails, that is told: no dossier is called false.

A forger who provokes it gains nothing: then too there is no word that his dossier holds.
"""

import ast
import errno
import signal
from pathlib import Path

import pytest

from jaarcyclus import proof
from jaarcyclus.cli import app
from jaarcyclus.errors import MissingTypeface, ReaderUnusable, raise_if_of_machine
from jaarcyclus.intake import reader, sandbox
from jaarcyclus.proof import archive, beside, damage, replay, report, reprint, reread, verification, wrapping

OF_MACHINE = {
    "memory": MemoryError(),
    "read error": OSError(errno.EIO, "Input/output error"),
    "full": OSError(errno.ENOSPC, "No space left on device"),
    "too many files": OSError(errno.EMFILE, "Too many open files"),
    "child": ReaderUnusable("het leesprogramma start niet"),
    "typeface": MissingTypeface("een lettertype ontbreekt"),
}
OF_THE_BYTES = [OSError("no number"), OSError(errno.EINVAL, "Invalid argument"), ValueError("x"), EOFError()]
LETS_PASS = "raise_if_of_machine(fault)"
PLACES = [
    (wrapping, "ZipFile"), (archive, "ZipFile"), (damage, "exhibits"), (replay, "check"), (replay, "apply"),
    (replay, "consolidate_again"), (reread, "judge_again"), (reprint, "_other_build"), (report, "name_standing"),
    (report, "_name_step"), (verification, "verify_chain"), (beside, "describe_marks"),
]  # fmt: skip


@pytest.mark.parametrize(("module", "name"), PLACES, ids=[f"{m.__name__}.{name}" for m, name in PLACES])
@pytest.mark.parametrize("fault", [OF_MACHINE["memory"], OF_MACHINE["read error"]], ids=["memory", "read error"])
def test_a_machine_that_fails_ends_in_code_3(exported, tmp_path, monkeypatch, capsys, module, name, fault):
    path = tmp_path / "dossier.zip"
    path.write_bytes(exported)

    def fail(*_, **__):
        raise fault

    monkeypatch.setattr(module, name, fail)
    with pytest.raises(SystemExit) as end:
        app.main(["dossier", "verifieer", str(path)])
    printed = capsys.readouterr()

    assert (end.value.code, printed.out, bool(printed.err.strip())) == (3, "", True)
    assert "fout in het programma" not in printed.err


@pytest.mark.parametrize("end", [-signal.SIGKILL, -signal.SIGXCPU, reader.TOO_HEAVY])
def test_a_workbook_that_this_machine_cannot_read_tells_nothing_of_the_dossier(exported, monkeypatch, end):
    """The kernel took the child's memory back, or it was too slow; of an intake it is a finding all the same."""
    judge = sandbox._judge
    reread.judge_again.cache_clear()
    monkeypatch.setattr(sandbox, "_judge", lambda _, *rest: judge(end, *rest))

    with pytest.raises(ReaderUnusable, match="snellere computer"):
        verification.verify_zip(exported)


@pytest.mark.parametrize("fault", OF_MACHINE.values(), ids=OF_MACHINE)
def test_what_only_this_machine_can_say_passes(fault):
    with pytest.raises(type(fault)):
        raise_if_of_machine(fault)


@pytest.mark.parametrize("fault", OF_THE_BYTES, ids=repr)
def test_what_bytes_can_make_a_library_say_stays_a_finding(fault):
    raise_if_of_machine(fault)


def test_no_place_of_the_proof_takes_it_for_a_finding():
    folder = Path(proof.__file__).parent
    found = [(path.name, node) for path in folder.glob("*.py") for node in ast.walk(ast.parse(path.read_text()))]
    handlers = [(name, node) for name, node in found if isinstance(node, ast.ExceptHandler) and _takes_all(node)]
    blind = [(name, node.lineno) for name, node in handlers if ast.unparse(node.body[0]) != LETS_PASS]

    assert len(handlers) > 10
    assert blind == []


def _takes_all(node: ast.ExceptHandler) -> bool:
    return node.type is None or "Exception" in ast.unparse(node.type).split(".")
