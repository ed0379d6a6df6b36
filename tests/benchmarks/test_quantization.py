import keras
import numpy as np
import pytest

from benchmarks.quantization import converters, main, widen_channel
from export import export_tflite
from export.mixed_precision import Judge
from tests.export.mixed_precision.networks import make_network
from tests.export.tiny_network import draw_images, save_images


def make_pair():
    inputs = keras.Input((8, 8, 3))
    x = keras.layers.Conv2D(4, 3, name="a")(inputs)
    x = keras.layers.BatchNormalization(name="norm")(x)
    return keras.Model(inputs, keras.layers.Conv2D(2, 1, name="b")(x))


def test_a_wider_channel_changes_no_answer():
    model = make_pair()
    images = draw_images(2, 8, 8).astype(np.float32)
    expected = model.predict(images, verbose=0)
    widen_channel(model, "norm", "b", 1000.0)
    np.testing.assert_allclose(
        model.predict(images, verbose=0), expected, rtol=1e-3, atol=1e-3
    )
    assert model.get_layer("norm").gamma.numpy()[0] == 1000.0


def test_an_unknown_layer_is_an_error():
    with pytest.raises(ValueError):
        widen_channel(make_pair(), "norm", "c", 10.0)


def test_every_converter_has_a_row(tmp_path):
    images = draw_images(2, 33, 49)
    files = export_tflite(
        make_network(),
        tmp_path,
        (33, 49),
        variants=["float32", "int8"],
        calibration=images,
    )
    judge = Judge(files["float32"], images)
    lines = converters(files, tmp_path, images, judge).splitlines()
    assert len(lines) == 5
    assert "100.000%" in lines[2]


def test_both_tables_are_printed(tmp_path, capsys):
    folder = save_images(tmp_path / "images", draw_images(2, 33, 49))
    inputs = keras.Input((None, None, 3))
    x = keras.layers.Rescaling(1 / 127.5, offset=-1)(inputs)
    x = keras.layers.Conv2D(4, 3, padding="same", activation="relu")(x)
    model = keras.Model(inputs, keras.layers.Conv2D(3, 1)(x))
    model.save(tmp_path / "m.keras")
    options = {"size": (33, 49), "equal_pixels": 0.5}
    main(tmp_path / "m.keras", folder, folder, **options)
    text = capsys.readouterr().out
    assert "2 images to calibrate on, 2 to judge on." in text
    assert "ai-edge-quantizer" in text
    assert "(written)" in text
    assert "In float32: nothing" in text
