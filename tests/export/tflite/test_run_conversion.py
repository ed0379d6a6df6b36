import errno
import subprocess

import keras
import pytest

from export import ExportError, export_tflite
from export.tflite.calibrated_conversion import FAILED
from export.tflite.run_conversion import run_worker


class KerasArgmax(keras.layers.Layer):
    def call(self, x):
        best = keras.ops.argmax(x, axis=-1)[..., None]
        return x * keras.ops.cast(best, x.dtype)


def test_an_operation_that_tflite_lacks_is_named(tmp_path):
    inputs = keras.Input((None, None, 3))
    model = keras.Model(inputs, KerasArgmax()(inputs))
    with pytest.raises(ExportError, match="float32.*BitwiseAnd") as error:
        export_tflite(model, tmp_path, (9, 9), variants=["float32"])
    assert "\n" not in str(error.value)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("x\\nTF Select ops: Erf, Det\\nDetails", "for Erf, Det. Build"),
        ("error: 'tf.Asin' op is neither a custom op nor", "for Asin. Build"),
        ("out of\\n ideas", "cannot be converted: out of ideas"),
        (
            "in user code:\\n\\n    File a.py, line 1, in f  *\\n        x()"
            "\\n\\n    ValueError: `x` must be 1\\n",
            "cannot be converted: `x` must be 1$",
        ),
        (
            "{{function_node f}} OOM when allocating tensor with shape[9,9] "
            "and type float on /job:x/device:CPU:0 by allocator cpu [Op:f]",
            r"cannot be converted: out of memory: .* on CPU:0. Smaller",
        ),
    ],
)
def test_the_reason_fits_on_one_line(tmp_path, monkeypatch, message, words):
    report = f'{{"name": "model_int8", "error": "{message}"}}'
    failed = subprocess.CompletedProcess([], 1, "", FAILED + report + "\n")
    monkeypatch.setattr(subprocess, "run", lambda *args, **kwargs: failed)
    with pytest.raises(ExportError, match=f"model_int8.tflite: .*{words}"):
        run_worker(tmp_path, [], None)


def test_a_full_disk_is_an_os_error(tmp_path, monkeypatch):
    report = "[Errno 28] No space left on device: 'model'"
    failed = subprocess.CompletedProcess([], 1, "", report)
    monkeypatch.setattr(subprocess, "run", lambda *args, **kwargs: failed)
    with pytest.raises(OSError, match="No space left") as error:
        run_worker(tmp_path, [], None)
    assert error.value.errno == errno.ENOSPC


def test_a_converter_that_was_killed_is_reported(tmp_path, monkeypatch):
    def killed(command, **kwargs):
        return subprocess.CompletedProcess(command, -9, "", "loading\n")

    monkeypatch.setattr(subprocess, "run", killed)
    with pytest.raises(ExportError, match="status -9.*memory.*loading"):
        run_worker(tmp_path, [], None)
