"""One export equals another byte for byte, whatever else is exported."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WRITE = """
import sys
from pathlib import Path
from export import export_onnx, export_saved_model, export_tflite
from tests.export.tiny_network import draw_images, make_network

folder, kinds = Path(sys.argv[1]), sys.argv[2].split(",")
folder.mkdir()
model = make_network()
if "saved_model" in kinds:
    export_saved_model(model, folder)
phones = [k for k in kinds if k not in ("onnx", "saved_model")]
images = draw_images(3, 33, 49)
export_tflite(model, folder, (33, 49), variants=phones, calibration=images)
if "onnx" in kinds:
    export_onnx(model, folder)
"""
MUCH = "saved_model,float32,float16,dynamic_int8,int8,int16x8,flexible,onnx"
LITTLE = ("float32", "int8,float16", "float32,onnx", "flexible,saved_model")


@pytest.mark.slow
def test_two_processes_write_the_same_bytes(tmp_path):
    everything = written(tmp_path / "much", MUCH, seed=1)
    for number, kinds in enumerate(LITTLE, start=2):
        some = written(tmp_path / str(number), kinds, seed=number)
        assert some.items() <= everything.items()


def written(folder, kinds, seed):
    """Name -> SHA-256 of what a process of its own exports."""
    environment = os.environ | {
        "PYTHONHASHSEED": str(seed),
        "PYTHONPATH": str(ROOT),
    }
    subprocess.run(
        [sys.executable, "-c", WRITE, str(folder), kinds],
        env=environment,
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(
            path.read_bytes()
        ).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
