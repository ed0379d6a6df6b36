"""Child process of Python that ends with its parent, also by `kill -9`."""

import os
import sys

# PR_SET_PDEATHSIG: the kernel's word that the parent is gone. Where there is
# none, a child ends when its work is done.
_PROGRAM = """
import ctypes, os, runpy, signal, sys
_, parent, kind, *sys.argv = sys.argv
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    if os.getppid() != int(parent):
        sys.exit(1)
if kind == "module":
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
else:
    runpy.run_path(sys.argv[0], run_name="__main__")
"""


def child_command(*, module: str = "", script: str = "") -> list[str]:
    """The words that start Python for a module or a script.

    The process is killed when the thread that starts it ends, even by
    `kill -9`. Neither the current folder nor that of the script is searched
    for modules (`python -P`), so a user's `export.py` shadows nothing.

    Args:
        module: name of a module to run, as `python -m` does.
        script: path of a file to run, instead.

    Returns:
        The beginning of a command; the arguments come behind it.
    """
    kind, name = ("module", module) if module else ("script", script)
    return [sys.executable, "-P", "-c", _PROGRAM, str(os.getpid()), kind, name]


def reason_of_child(said: str) -> str:
    """Reason why a process ended, from what it said on standard error.

    Our own words, which may fill several lines, or the last line.
    """
    _, ours, reason = f"\n{said.strip()}".rpartition("\nerror: ")
    if ours:
        return reason
    return said.strip().splitlines()[-1] if said.strip() else "nothing"
