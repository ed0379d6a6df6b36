"""Errors as people want them: one line, and a status for scripts."""

import os
import signal
import sys
from collections.abc import Callable

WRONG_INPUT = 2


def report(message: str, status: int = WRONG_INPUT) -> int:
    """Prints `error: message` and returns the exit status."""
    print(f"error: {message}", file=sys.stderr)
    return status


def status_of(stop: KeyboardInterrupt) -> int:
    """128 and the number of the signal, as shells have it."""
    return 128 + getattr(stop, "number", signal.SIGINT)


def guard(run: Callable[[], int | None]) -> int:
    """Runs a verb and turns what people can cause into one clear line.

    With `DEEPLAB_TRACEBACK=1` in the environment the whole traceback appears
    too. Errors that only a bug can cause keep theirs.

    Args:
        run: the verb; returns its exit status, None for 0.
    """
    try:
        return run() or 0
    except KeyboardInterrupt as stop:
        return report(f"stopped by {str(stop) or 'Ctrl-C'}.", status_of(stop))
    except (ValueError, OSError, FloatingPointError) as error:
        return _one_line(error)
    except Exception as error:
        if not type(error).__module__.startswith("tensorflow"):
            raise
        return _one_line(error)


def _one_line(error: BaseException) -> int:
    if os.environ.get("DEEPLAB_TRACEBACK"):
        raise error
    return report(_message(error))


def _message(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        place = f": {error.filename}" if error.filename else ""
        return f"{error.strerror}{place}"
    # TensorFlow wraps the reason in the story of the graph around it.
    text = str(error).strip() or type(error).__name__
    if type(error).__module__.startswith("tensorflow"):
        text = text.splitlines()[0]
    return text
