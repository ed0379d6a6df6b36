"""Phone files of MobileNetV2 DeepLabv3: each kind, each change, and a peer.

    python -m benchmarks.tflite --keras-hub HUB/bin/python

The plain graph is what converting the network by hand gives: logits resized
to the image, then an int32 ARG_MAX. Contestants take turns; the peer is
converted by its own environment and timed here, by the same interpreter.
"""

import os
import subprocess
import tempfile
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
import tyro
from ai_edge_litert.interpreter import Interpreter

from benchmarks.harness import Step, race
from benchmarks.report import report
from deeplab_family.backbones import MobileNetV2Config
from deeplab_family.models import DeepLabV3Config
from export import export_tflite
from export.saved_model import write_archive
from export.tflite.graph_rewrites import rewrite_graph

CLASSES = 21
CALIBRATION = 4
PLAIN = "plain float32"
PLAIN_INT8 = "plain int8"
STEPS = ("broadcast_as_resize", "scalar_normalization", "crop_atrous_padding")
INTEGER_STEPS = (
    "broadcast_as_resize",
    "scalar_normalization",
    "split_atrous_regions",
)
ADVICE = (
    "KerasHub is left out. To have it, run `python3.11 -m venv hub && "
    "hub/bin/pip install tensorflow-cpu keras-hub` and set "
    "KERAS_HUB_PYTHON=hub/bin/python"
)


def main(
    size: int = 513,
    kinds: tuple[str, ...] = ("float32", "float16", "dynamic_int8", "int8"),
    threads: int = 2,
    rounds: int = 21,
    keras_hub: str = os.environ.get("KERAS_HUB_PYTHON", ""),
) -> None:
    """Prints one table: files, what each change brings, answers, a peer.

    Args:
        size: height and width of the image, in pixels.
        kinds: phone files to time with a class map as their answer.
        threads: of the interpreter.
        rounds: turns of each contestant.
        keras_hub: Python executable with keras-hub.
    """
    model = benchmark_model()
    with tempfile.TemporaryDirectory() as folder:
        files = {
            **plain_files(model, size, Path(folder)),
            **integer_files(model, size, Path(folder)),
            **our_files(model, size, kinds, Path(folder)),
        }
        if keras_hub:
            files |= peer_files(keras_hub, Path(folder))
        else:
            print(ADVICE)
        steps = [
            contestant(name, path, threads) for name, path in files.items()
        ]
        timings = race(steps, rounds, turn_seconds=0.1, pause_seconds=0.02)
    title = (
        f"TFLite, DeepLabv3 on MobileNetV2, {size} x {size}, {threads} threads"
    )
    print(report(title, timings, baseline=PLAIN))


def benchmark_model() -> keras.Model:
    """DeepLabv3 on MobileNetV2, with random weights."""
    return DeepLabV3Config(
        num_classes=CLASSES, backbone=MobileNetV2Config(), filters=128
    ).build()


def plain_files(model: keras.Model, size: int, folder: Path) -> dict[str, Path]:
    """The plain graph, and what each change makes of it, one upon another."""
    plain = folder / "plain.tflite"
    plain.write_bytes(plain_graph(model, size, folder / "plain"))
    return {PLAIN: plain, **step_files("", plain, STEPS)}


def integer_files(
    model: keras.Model, size: int, folder: Path
) -> dict[str, Path]:
    """The same for the int8 file, from what the converter makes of it."""
    plain = folder / "int8"
    plain.mkdir()
    file = export_tflite(
        model,
        plain,
        (size, size),
        variants=("int8",),
        calibration=calibration(size),
        answers=("class_map",),
        faster=False,
    )["int8"]
    return {PLAIN_INT8: file, **step_files("int8 ", file, INTEGER_STEPS)}


def step_files(
    kind: str, plain: Path, steps: tuple[str, ...]
) -> dict[str, Path]:
    """What each change makes of a file, one upon another."""
    files = {}
    for count, step in enumerate(steps, 1):
        path = plain.with_name(f"{plain.stem}_{count}.tflite")
        path.write_bytes(plain.read_bytes())
        rewrite_graph(path, steps[:count])
        files[f"{kind}... + {step}"] = path
    return files


def calibration(size: int) -> np.ndarray:
    """Drawn images for the ranges of integers."""
    rng = np.random.default_rng(0)
    shape = (CALIBRATION, size, size, 3)
    return rng.integers(0, 256, shape).astype(np.uint8)


def plain_graph(model: keras.Model, size: int, folder: Path) -> bytes:
    """Logits at full size, then an int32 ARG_MAX, as the converter has it."""

    def signature(network):
        def serve(images):
            logits = network(tf.cast(images, tf.float32), training=False)
            return tf.argmax(logits, -1, output_type=tf.int32)

        return serve

    spec = tf.TensorSpec((1, size, size, 3), tf.uint8, name="images")
    write_archive(model, folder, {"serve": (signature, spec)})
    converter = tf.lite.TFLiteConverter.from_saved_model(
        str(folder), signature_keys=["serve"]
    )
    return converter.convert()


def our_files(
    model: keras.Model, size: int, kinds: tuple[str, ...], folder: Path
) -> dict[str, Path]:
    """The files of an export, with each kind of answer for float32."""
    images = calibration(size)
    files = {}
    for answers, chosen in (
        (("class_map",), kinds),
        (("class_map", "logits"), ("float32", "int8")),
    ):
        target = folder / "_".join(answers)
        target.mkdir()
        made = export_tflite(
            model,
            target,
            (size, size),
            variants=chosen,
            calibration=images,
            answers=answers,
        )
        for kind, path in made.items():
            files[f"{kind}, {' and '.join(answers)}"] = path
    return files


def peer_files(python: str, folder: Path) -> dict[str, Path]:
    """KerasHub's files, converted by its own environment."""
    module = "benchmarks.peers.keras_hub_tflite"
    command = [python, "-m", module, str(folder)]
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    child = subprocess.run(
        command, env=environment, capture_output=True, text=True
    )
    if child.returncode:
        print(f"KerasHub is left out: {child.stderr.strip()[-300:]}")
        return {}
    return {
        f"KerasHub {kind}, 512 x 512": folder / f"keras_hub_{kind}.tflite"
        for kind in ("float32", "int8")
    }


def contestant(name: str, path: Path, threads: int) -> Step:
    """A file, loaded and fed once."""
    interpreter = Interpreter(str(path), num_threads=threads)
    interpreter.allocate_tensors()
    details = interpreter.get_input_details()[0]
    image = np.random.default_rng(0).integers(0, 256, details["shape"])
    interpreter.set_tensor(details["index"], image.astype(details["dtype"]))
    return Step(name, interpreter.invoke, f"{path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    tyro.cli(main)
