"""The face for tests: a server is killed and goes on, and none is left behind."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from graph.bare import Bare
from graph.running import Graph

STARTS_ONE = """
import sys
from pathlib import Path
from graph.running import prepare
graph = prepare(Path(sys.argv[1]))
graph.start()
print(graph.base_url, flush=True)
sys.stdin.read()
"""


def test_a_killed_server_goes_on_where_it_was_at_the_same_address(bare: Bare, graph: Graph) -> None:
    address = graph.base_url
    bare.put("nota.txt", b"x")

    graph.restart()

    assert graph.base_url == address
    assert bare.look("nota.txt").status_code == 200, "the token is still good"
    assert len(graph.effects("file-created")) == 1


def test_a_test_that_is_killed_leaves_no_server_behind(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])}
    command = [sys.executable, "-c", STARTS_ONE, str(tmp_path)]
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        address = urlsplit(parent.stdout.readline())
        before = is_listening(address)
        parent.kill()

    for _ in range(600):
        if not is_listening(address):
            break
        time.sleep(0.1)

    assert (before, is_listening(address)) == (True, False)


def is_listening(address: SplitResult) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex((str(address.hostname), address.port)) == 0
