"""Ending a session finds every descendant: orphans, process groups of their own, and those that ignore TERM."""

import os
import signal
import subprocess
import sys
from dataclasses import replace

from jaarcyclus.installation import processes

# A parent that leaves behind a child in a process group of its own which ignores TERM, as a worker does.
PARENT = """
import os, signal, sys, time
if os.fork() == 0:
    os.setpgid(0, 0)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    print("klaar", flush=True)
    time.sleep(600)
time.sleep(600)
"""


def start_family() -> tuple[subprocess.Popen[str], processes.Session]:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True, start_new_session=True)
    session = processes.session_of(parent.pid)
    assert parent.stdout is not None
    parent.stdout.readline()
    return parent, session


def test_orphans_that_ignore_term_are_ended_too() -> None:
    """The parent was killed; the child has its own process group and does not listen."""
    parent, session = start_family()
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    ended = processes.end_session(session, wait_s=0.2)

    assert ended == 1
    assert processes.members(session) == ()


def test_a_number_that_was_handed_out_again_is_not_ours() -> None:
    """Another boot, or a leader that started at another moment: hands off."""
    parent, session = start_family()
    other = (replace(session, boot_id="vorige start"), replace(session, start=session.start - 1))
    strangers = [processes.end_session(item, wait_s=0.2) for item in other]
    ours = processes.end_session(session, wait_s=0.2)
    parent.wait()

    assert (strangers, ours) == ([0, 0], 2)


# A leader whose child, the scheduler, has a worker; the scheduler dies.
LED = """
import os, signal, subprocess, sys, time
scheduler = subprocess.Popen([sys.executable, "-c", '''
import os, time
if os.fork() == 0:
    os.setpgid(0, 0)
    print("klaar", flush=True)
time.sleep(600)
'''])
signal.signal(signal.SIGUSR1, lambda *_: (scheduler.kill(), scheduler.wait(), print("dood", flush=True)))
while True:
    time.sleep(0.1)
"""


def test_the_workers_of_a_killed_scheduler_are_orphans() -> None:
    """While it lived they were not; its leader lives on and may end them."""
    leader = subprocess.Popen([sys.executable, "-c", LED], stdout=subprocess.PIPE, text=True, start_new_session=True)
    session = processes.session_of(leader.pid)
    assert leader.stdout is not None
    leader.stdout.readline()
    before = processes.orphans(session)
    os.kill(leader.pid, signal.SIGUSR1)
    leader.stdout.readline()
    after = processes.orphans(session)
    led = processes.is_led(session)
    processes.end_session(session, wait_s=0.2)
    leader.wait()

    assert (before, len(after), led) == ((), 1, True)
    assert not processes.is_led(session)
