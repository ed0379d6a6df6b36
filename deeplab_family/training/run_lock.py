"""Run lock: one process at a time in a work directory."""

import contextlib
import json
import logging
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

logger = logging.getLogger("deeplab_family")

GLANCE = 0.1
"""Seconds that `is_held` never takes."""


@contextlib.contextmanager
def run_lock(path: str | Path) -> Iterator[None]:
    """Holds a lock file, or refuses at once.

    The lock is the kernel's (`flock`): it ends with the process, however that
    ends, whatever its number, in whichever container. The text in the file
    (host, process, its start) is for the message, and for disks that know no
    locks: there a process of this host that is alive holds the file.

    Args:
        path: the lock file; removed at the end.

    Raises:
        ValueError: if another process holds it.
        OSError: if the file cannot be written.
    """
    path = Path(path)
    handle = _acquire(path)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            path.unlink()  # while it is held: nobody can hold it in between
        os.close(handle)


def is_held(path: str | Path) -> bool:
    """Whether a process holds a lock file; nothing is written.

    To see it the lock is shared for a moment; `run_lock` waits that out.
    """
    try:
        if not Path(path).is_file():  # a pipe would make it wait
            return False
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        if fcntl is None:
            return _lives(_read(handle))
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return False
    except BlockingIOError:
        return True
    except OSError:
        return _lives(_read(handle))
    finally:
        os.close(handle)


def _acquire(path: Path) -> int:
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _lock(handle, path)
            if _is_still(path, handle):
                _sign(handle, path)
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)  # its holder removed the file just now


def _lock(handle: int, path: Path):
    try:
        if fcntl is None:
            raise OSError("no flock")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(GLANCE)  # `is_held` may be looking
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise ValueError(_refusal(path, _read(handle))) from None
    except OSError:
        holder = _read(handle)
        if _lives(holder):
            raise ValueError(_refusal(path, holder)) from None


def _is_still(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(os.stat(path), os.fstat(handle))
    except FileNotFoundError:
        return False


def _sign(handle: int, path: Path):
    gone = _read(handle)
    if gone:
        logger.warning(
            "%s: process %s on %s, which held it, is gone.",
            path.parent,
            gone.get("process"),
            gone.get("host"),
        )
    process = os.getpid()
    holder = {
        "host": socket.gethostname(),
        "process": process,
        "start": _start_of(process),
        "since": time.strftime("%Y-%m-%d %H:%M:%S"),
    }
    os.ftruncate(handle, 0)
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, json.dumps(holder).encode())


def _read(handle: int) -> dict:
    os.lseek(handle, 0, os.SEEK_SET)
    try:
        content = json.loads(os.read(handle, 4096))
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _refusal(path: Path, holder: dict) -> str:
    who = "another process"
    if holder:
        who = (
            f"process {holder.get('process')} on {holder.get('host')} "
            f"(since {holder.get('since')})"
        )
    return (
        f"{path.parent} is in use by {who}. Wait for it, stop it, or choose "
        "another --workdir."
    )


def _lives(holder: dict) -> bool:
    """Whether a signed process runs on this host and is the one that signed."""
    process = holder.get("process")
    if holder.get("host") != socket.gethostname() or os.name != "posix":
        return False
    if not isinstance(process, int):
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # it lives, as somebody else's
    return holder.get("start") == _start_of(process)


def _start_of(process: int) -> str | None:
    """When a process began, in ticks since boot; None where Linux is not.

    Numbers of processes are used again; number and start together are not.
    """
    try:
        text = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return None
    return text.rpartition(")")[2].split()[19]
