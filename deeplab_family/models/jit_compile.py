"""Whether XLA should compile a network's steps on this machine."""

import keras


def choose_jit_compile(jit_compile):
    """Turns "auto" into False where only CPUs compute.

    On a CPU, XLA compiles for minutes and then convolves more slowly than
    oneDNN does without it.

    Args:
        jit_compile: True, False or "auto".

    Returns:
        The same, or False for "auto" without an accelerator.
    """
    if jit_compile == "auto" and not _has_accelerator():
        return False
    return jit_compile


def _has_accelerator() -> bool:
    return any(keras.distribution.list_devices(kind) for kind in ("gpu", "tpu"))
