"""Calibration and conversion to TFLite, in a process of its own.

The converter loses about 22 MB of memory with every call and ends the whole
process on some models; here both harm nobody. Run as a script with the path
of a request, a JSON file; imports nothing of this package, so that it starts
fast.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import tensorflow as tf

FAILED = "CONVERSION FAILED: "


def main(request_path: str) -> int:
    """Convert every job of a request; return the exit status."""
    request = json.loads(Path(request_path).read_text(encoding="utf-8"))
    for job in request["jobs"]:
        start = time.perf_counter()
        try:
            content = convert(request["images"], **job)
            file = Path(request["folder"]) / f"{job['name']}.tflite"
            file.write_bytes(content)
        except Exception as error:  # reported to the parent process
            report = {"name": job["name"], "error": str(error)}
            report["kind"] = type(error).__name__
            print(FAILED + json.dumps(report), file=sys.stderr)
            return 1
        seconds = time.perf_counter() - start
        print(json.dumps({"name": job["name"], "seconds": seconds}), flush=True)
    return 0


def convert(
    images: str | None,
    *,
    name: str,
    saved_model: str,
    numbers: str,
) -> bytes:
    """Convert one SavedModel, builtin operations only.

    Args:
        images: `.npy` file of uint8 images `(n, height, width, 3)` to
            calibrate integers with.
        name: of the file, for messages.
        saved_model: folder with the one signature to convert.
        numbers: "float32", "float16" (weights), "dynamic_int8" (weights),
            "int8" (everything) or "int16x8" (activations and weights).
    """
    converter = tf.lite.TFLiteConverter.from_saved_model(saved_model)
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS]
    if numbers != "float32":
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
    if numbers == "float16":
        converter.target_spec.supported_types = [tf.float16]
    if numbers == "int8":
        use_integers(converter, np.load(images, mmap_mode="r"))
    if numbers == "int16x8":
        use_wide_integers(converter, np.load(images, mmap_mode="r"))
    return converter.convert()


def use_integers(converter: tf.lite.TFLiteConverter, images: np.ndarray):
    """Ask for integers everywhere, ranges taken from real images."""
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    converter.inference_input_type = tf.uint8
    converter.inference_output_type = tf.int8
    converter.representative_dataset = lambda: (
        {"images": image} for image in full_range(images)
    )


def use_wide_integers(converter: tf.lite.TFLiteConverter, images: np.ndarray):
    """Ask for 16-bit activations; what has no such kernel stays float."""
    ops = tf.lite.OpsSet
    converter.target_spec.supported_ops = [
        ops.EXPERIMENTAL_TFLITE_BUILTINS_ACTIVATIONS_INT16_WEIGHTS_INT8,
        ops.TFLITE_BUILTINS,
    ]
    converter.representative_dataset = lambda: (
        {"images": image[None]} for image in images
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
