"""Turns a SavedModel into TFLite files, in a process of its own.

The converter loses about 22 MB of memory with every call and ends the whole
process on some models; here both harm nobody. Run as a script with the path
of a request, a JSON file; imports nothing of this package, so that it starts
fast.
"""

import json
import os
import sys
from pathlib import Path

import numpy as np
import tensorflow as tf

FAILED = "CONVERSION FAILED: "


def main(request_path: str) -> int:
    """Convert every job of a request; return the exit status."""
    request = json.loads(Path(request_path).read_text(encoding="utf-8"))
    for kind, target in request["targets"].items():
        try:
            content = convert(request["saved_model"], kind, request["images"])
            write(Path(target), content)
        except Exception as error:  # reported to the parent process
            report = json.dumps({"kind": kind, "error": str(error)})
            print(FAILED + report, file=sys.stderr)
            return 1
    return 0


def convert(saved_model: str, kind: str, images: str | None) -> bytes:
    """Convert one SavedModel endpoint, builtin operations only.

    Args:
        saved_model: folder with the endpoints "from_uint8" and "from_float".
        kind: "float32", "float16" or "int8".
        images: `.npy` file of uint8 images `(n, height, width, 3)` to
            calibrate int8 with.
    """
    endpoint = "from_float" if kind == "int8" else "from_uint8"
    converter = tf.lite.TFLiteConverter.from_saved_model(
        saved_model, signature_keys=[endpoint]
    )
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS]
    if kind != "float32":
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
    if kind == "float16":
        converter.target_spec.supported_types = [tf.float16]
    if kind == "int8":
        use_integers(converter, np.load(images, mmap_mode="r"))
    return converter.convert()


def use_integers(converter: tf.lite.TFLiteConverter, images: np.ndarray):
    """Ask for integers everywhere, ranges taken from real images."""
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    converter.inference_input_type = tf.uint8
    converter.inference_output_type = tf.int8
    converter.representative_dataset = lambda: (
        {"images": image} for image in full_range(images)
    )


def full_range(images: np.ndarray):
    """Yield float32 images, the first with one black and one white pixel.

    The input's range is then exactly 0..255, its scale exactly 1, and a phone
    hands over the camera's bytes as they are.
    """
    for index, image in enumerate(images):
        image = image[None].astype(np.float32)
        if index == 0:
            image[0, 0, 0], image[0, -1, -1] = 0, 255
        yield image


def write(target: Path, content: bytes) -> None:
    """Write under a temporary name, then rename."""
    partial = target.with_name(target.name + ".partial")
    try:
        partial.write_bytes(content)
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
