"""What a child process that opens a stranger's file gives up before its first byte, and what its exit codes mean.

Shared by `intake.reader` and `intake.marking_child`; imports nothing of ours, as they do not. `intake.sandbox` starts
both and kills them when their time is up.
"""

import resource

MAX_OUTPUT_BYTES = 40_000_000
TOO_HEAVY, NOT_STARTED = 3, 1  # exit codes beside 0; Python itself gives 1 when it cannot even import


def give_up_rights(*, seconds: int, memory: int) -> None:
    """Let this process use no more than this, write no more than `MAX_OUTPUT_BYTES`, and start nothing."""
    for kind, limit in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, MAX_OUTPUT_BYTES),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),  # no process and no thread of its own
    ):
        resource.setrlimit(kind, (limit, limit))
