import numpy as np
import pytest

from deeplab_family import inference
from deeplab_family.app import AskedModel
from deeplab_family.app.asked_model import MOST_PIXELS, shrunk
from deeplab_family.app.page_settings import (
    PageSettings,
    settings_of,
    why_not,
)
from deeplab_family.app.refusal import Refused
from deeplab_family.inference import InferenceConfig, ModelFileError
from deeplab_family.inference.dense_crf import CRF_PRESETS
from input_pipeline import DatasetSpec
from tests.deeplab_family.app.app_in_thread import (
    NAMES,
    PALETTE,
    ByRed,
    noise,
    png,
)


def test_nothing_said_is_the_image_once_at_1024():
    assert settings_of({}) == PageSettings(
        side=1024, inference=InferenceConfig()
    )
    empty = {"side": "", "stride": "", "scales": "", "flip": "", "crf": ""}
    assert settings_of(empty) == settings_of({})


def test_each_setting_is_one_of_inference():
    settings = settings_of(
        {
            "side": "512",
            "stride": "8",
            "scales": "0.75, 1, 1.25",
            "flip": "1",
            "crf": "duc",
        }
    )
    assert settings == PageSettings(
        side=512,
        inference=InferenceConfig(
            output_stride=8,
            scales=(0.75, 1.0, 1.25),
            flip=True,
            crf=CRF_PRESETS["duc"],
        ),
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("side", "99999"),
        ("side", "-512"),
        ("side", " 512"),
        ("stride", "7"),
        ("stride", "1e1"),
        ("scales", "nan"),
        ("scales", "inf,1"),
        ("scales", "0"),
        ("scales", "-1"),
        ("scales", "1,,2"),
        ("scales", ",".join(["1"] * 9)),
        ("scales", "100"),
        ("flip", "2"),
        ("crf", "../x"),
        ("windows", "9"),
        ("Side", "512"),
    ],
)
def test_other_values_are_refused_by_name(name, text):
    with pytest.raises(Refused, match=f"{text[:10]}|`setting`") as raised:
        settings_of({name: text})
    assert raised.value.status == 400


def test_a_model_is_asked_as_the_settings_say(monkeypatch):
    """Of one stride one network is made, whatever else is asked."""
    made = []

    def with_inference(predictor, config):
        made.append(config)
        return predictor

    monkeypatch.setattr(inference, "with_inference", with_inference)
    model = AskedModel("m", ByRed(), DatasetSpec(NAMES, PALETTE))
    flip = InferenceConfig(output_stride=8, flip=True)
    more = InferenceConfig(output_stride=8, scales=(0.5, 1))
    for config in (flip, more, flip):
        asked = model.ask(png(noise()), PageSettings(inference=config))
        assert asked.text == config.text
    assert made == [
        InferenceConfig(output_stride=8),
        InferenceConfig(flip=True),
        InferenceConfig(scales=(0.5, 1)),
    ]


def test_the_first_answer_of_a_size_or_a_way_is_marked():
    model = AskedModel("m", ByRed(), DatasetSpec(NAMES, PALETTE))
    small, large = png(noise(4, 4)), png(noise(5, 5))
    marks = [
        model.ask(image, PageSettings()).is_first
        for image in (small, small, large, small)
    ]
    assert marks == [True, False, True, False]


def test_a_file_of_one_graph_refuses_another_stride_in_a_sentence():
    model = AskedModel("m", ByRed(), DatasetSpec(NAMES, PALETTE))
    config = InferenceConfig(output_stride=8)
    with pytest.raises(Refused, match="stride of 8 cannot be set") as raised:
        model.ask(png(noise()), PageSettings(inference=config))
    assert raised.value.status == 400
    assert isinstance(raised.value.__cause__, ModelFileError)


def test_more_than_the_machine_could_hold_is_refused_before_it_is_asked():
    network = ByRed()
    model = AskedModel("m", network, DatasetSpec(NAMES, PALETTE))
    image = png(np.zeros((1024, 1024, 3), np.uint8))
    config = InferenceConfig(scales=(0.5, 2.01))
    assert 1024**2 * 2.01**2 > MOST_PIXELS >= 1024**2 * 2**2
    with pytest.raises(Refused, match="at scale 2.01 are 4.2 million"):
        model.ask(image, PageSettings(inference=config))
    assert network.asked == 0


@pytest.mark.parametrize(
    ("size", "side", "expected"),
    [
        ((30, 40), 40, (30, 40)),
        ((30, 41), 40, (29, 40)),
        ((4000, 1), 512, (512, 1)),
        ((1, 4000), 512, (1, 512)),
        ((4032, 3024), 1024, (1024, 768)),
    ],
)
def test_no_side_is_longer_and_shapes_are_kept(size, side, expected):
    image = np.full((*size, 3), (9, 99, 199), np.uint8)
    small = np.full((*expected, 3), (9, 99, 199), np.uint8)
    np.testing.assert_array_equal(shrunk(image, side), small, strict=True)


def test_shrinking_takes_the_mean_of_what_falls_together():
    image = noise(8, 12)
    means = image.reshape(4, 2, 6, 2, 3).mean((1, 3))
    assert np.abs(shrunk(image, 6) - means).max() <= 0.5


def test_the_page_knows_what_a_file_cannot_do():
    network = ByRed()
    assert why_not(network).keys() == {"stride"}
    network.input_size = (257, 513)
    assert "513 x 257" in why_not(network)["scales"]
    network.with_output_stride = lambda stride: network
    assert why_not(network).keys() == {"scales"}
