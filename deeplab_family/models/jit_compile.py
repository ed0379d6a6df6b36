"""Whether XLA should compile a network's steps on this machine."""

import keras


def choose_jit_compile(jit_compile):
    """Turns "auto" into False where TensorFlow has only CPUs.

    There, XLA compiles for minutes and then convolves more slowly than oneDNN
    does without it. Other backends choose for themselves.

    Args:
        jit_compile: True, False or "auto".

    Returns:
        The same, or False for "auto" without an accelerator.
    """
    if jit_compile != "auto" or keras.backend.backend() != "tensorflow":
        return jit_compile
    return "auto" if _has_accelerator() else False


def _has_accelerator() -> bool:
    return any(keras.distribution.list_devices(kind) for kind in ("gpu", "tpu"))
