"""TensorFlow's start without its log lines on standard error.

Importing TensorFlow prints a dozen lines to standard error about processors
and drivers, from C++ and before any of its log levels applies. They hide our
own one-line messages, so they go nowhere unless somebody asks for them.
"""

import contextlib
import gc
import os
import sys


def start_tensorflow(opens_devices: bool = True):
    """Imports TensorFlow and finds its devices, silently.

    Set `DEEPLAB_TRACEBACK=1` to see everything it has to say.

    Args:
        opens_devices: also makes them ready; False where workers are still
            to be joined.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with standard_error_muted(), garbage_kept():
        import tensorflow as tf

        if opens_devices:
            tf.config.list_logical_devices()
        else:
            tf.config.list_physical_devices()


@contextlib.contextmanager
def garbage_kept():
    """Puts off the collection of garbage, and leaves alone what is there.

    Imports make a million objects that stay for good. To go through them
    again and again took a sixth of the import's time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


@contextlib.contextmanager
def standard_error_muted():
    """Sends nowhere what C++ writes to standard error; see above."""
    if os.environ.get("DEEPLAB_TRACEBACK"):
        yield
        return
    sys.stderr.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
