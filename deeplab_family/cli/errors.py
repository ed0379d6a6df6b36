"""Error lines and exit statuses of the command line."""

import os
import signal
import sys
from collections.abc import Callable

from deeplab_family.console.error_reason import error_line
from deeplab_family.console.terminal import (
    prepare_streams,
    printable,
)

WRONG_INPUT = 2
BROKEN_PIPE = 128 + signal.SIGPIPE if hasattr(signal, "SIGPIPE") else 1


def report(message: str, status: int = WRONG_INPUT) -> int:
    """Prints `error: message` and returns the exit status."""
    print(f"error: {printable(message)}", file=sys.stderr)
    return status


def stopped(stop: KeyboardInterrupt, hint: str = "") -> int:
    """Says that the user stopped it, which is no error.

    Args:
        stop: what was raised.
        hint: how to go on, if there is a way.

    Returns:
        The exit status.
    """
    by = str(stop) or "Ctrl-C"
    line = f"stopped by {by}{'; ' if hint else ''}{hint}."
    print(printable(line), file=sys.stderr)
    return status_of(stop)


def status_of(stop: KeyboardInterrupt) -> int:
    """128 and the number of the signal, as shells have it; 75 for SIGUSR1."""
    return getattr(stop, "status", 128 + signal.SIGINT)


def guard(run: Callable[[], int | None]) -> int:
    """Runs a command and turns what people can cause into one clear line.

    With `DEEPLAB_TRACEBACK=1` in the environment the whole traceback appears
    too. Errors that only a bug can cause keep theirs.

    Args:
        run: the command; returns its exit status, None for 0.
    """
    prepare_streams()
    try:
        status = run() or 0
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # Whoever read, `head` for instance, has seen enough. Nothing is left
        # for the interpreter to flush at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except KeyboardInterrupt as stop:
        return stopped(stop)
    except (ValueError, OSError, FloatingPointError, MemoryError) as error:
        return _one_line(error)
    except Exception as error:
        if not type(error).__module__.startswith("tensorflow"):
            raise
        return _one_line(error)


def _one_line(error: BaseException) -> int:
    if os.environ.get("DEEPLAB_TRACEBACK"):
        raise error
    status = getattr(error, "exit_status", WRONG_INPUT)
    return report(error_line(error), status)
