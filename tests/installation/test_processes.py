"""Ending a session finds every descendant: orphans, process groups of their own, and those that ignore TERM."""

import os
import signal
import subprocess
import sys
from dataclasses import replace

from jaarcyclus.installation import processes

# A parent that leaves behind a child in a process group of its own which ignores TERM, as a worker does.
OUDER = """
import os, signal, sys, time
if os.fork() == 0:
    os.setpgid(0, 0)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    print("klaar", flush=True)
    time.sleep(600)
time.sleep(600)
"""


def start_family() -> tuple[subprocess.Popen[str], processes.Sessie]:
    ouder = subprocess.Popen([sys.executable, "-c", OUDER], stdout=subprocess.PIPE, text=True, start_new_session=True)
    sessie = processes.session_of(ouder.pid)
    assert ouder.stdout is not None
    ouder.stdout.readline()
    return ouder, sessie


def test_orphans_that_ignore_term_are_ended_too() -> None:
    """The parent was killed; the child has its own process group and does not listen."""
    ouder, sessie = start_family()
    os.kill(ouder.pid, signal.SIGKILL)
    ouder.wait()
    ended = processes.end_session(sessie, wacht_s=0.2)

    assert ended == 1
    assert processes.members(sessie) == ()


def test_a_number_that_was_handed_out_again_is_not_ours() -> None:
    """Another boot, or a leader that started at another moment: hands off."""
    ouder, sessie = start_family()
    ander = (replace(sessie, boot_id="vorige start"), replace(sessie, start=sessie.start - 1))
    strangers = [processes.end_session(item, wacht_s=0.2) for item in ander]
    ours = processes.end_session(sessie, wacht_s=0.2)
    ouder.wait()

    assert (strangers, ours) == ([0, 0], 2)
