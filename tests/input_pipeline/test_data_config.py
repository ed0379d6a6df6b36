import dataclasses

import pytest

from input_pipeline import DATASETS, DataConfig, RandomScale
from input_pipeline.augment import ColorJitter, RandomRotation
from input_pipeline.sampling import HardClassBootstrap, Mix, Patches
from tests.input_pipeline.draw_files import write_folder


def test_defaults_are_those_of_the_deeplab_papers():
    config = DataConfig()
    assert config.crop_size == (513, 513) and config.crop.size == (513, 513)
    assert config.scale == RandomScale(minimum=0.5, maximum=2.0, step=0.25)
    assert config.flip.probability == 0.5


def test_is_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        DataConfig().seed = 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("crop_size", (513,)),
        ("crop_size", (0, 513)),
        ("crop_size", (1.5, 2)),
        ("eval_size", (10, -1)),
        ("batch_size", 0),
        ("batch_size", 2.0),
        ("eval_batch_size", 0),
        ("seed", -1),
        ("skip_limit", 0),
        ("on_error", "ignore"),
        ("padding", "white"),
        ("dataset", "imagenet"),
    ],
)
def test_values_out_of_range_are_named_with_what_came(name, value):
    with pytest.raises(ValueError, match=f"`{name}` must be .*Received"):
        DataConfig(**{name: value})


def test_unknown_data_sets_are_answered_with_the_known():
    with pytest.raises(ValueError, match=", ".join(DATASETS)):
        DataConfig(dataset="imagenet")


def test_what_is_not_in_the_deeplab_papers_is_off():
    config = DataConfig()
    assert not any(
        (
            config.rotation,
            config.jitter,
            config.bootstrap.classes,
            config.patches,
            config.mix,
        )
    )


def test_unknown_data_sets_of_a_mix_are_refused():
    with pytest.raises(ValueError, match="`datasets` of the mix.*'imagenet'"):
        DataConfig(mix=Mix(roots=("a",), datasets=("imagenet",)))


def test_rotation_is_refused_with_its_range():
    with pytest.raises(ValueError, match="`degrees` of the rotation.*200"):
        DataConfig(rotation=200.0)


def test_one_padding_holds_for_everything():
    config = DataConfig(
        padding="zero",
        rotation=5.0,
        jitter=ColorJitter(hue=0.1),
        patches=Patches(layout="even", jitter=7),
    )
    jitter, patch, _, turn, crop, _ = config.augment.operations
    assert crop.padding == patch.padding == "zero"
    assert turn == RandomRotation(degrees=5.0, padding="zero")
    assert jitter.hue == 0.1 and patch.jitter == 7


@pytest.mark.parametrize(
    "arguments",
    [
        {"dataset": "records", "bootstrap": HardClassBootstrap(classes=(1,))},
        {"dataset": "records", "patches": Patches(layout="even")},
        {"dataset": "records", "mix": Mix(roots=("a",))},
        {"mix": Mix(roots=("a",), datasets=("records",))},
    ],
)
def test_records_are_read_in_one_go(arguments):
    with pytest.raises(ValueError, match="single files.*'records'"):
        DataConfig(**arguments)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"service": "nowhere"}, "HOST:PORT"),
        ({"service": "a:1"}, "needs deterministic=False"),
        (
            {"service": "a:1", "deterministic": False, "on_error": "skip"},
            "on_error='raise'",
        ),
    ],
)
def test_a_service_needs_an_address_and_any_order(wrong, message):
    with pytest.raises(ValueError, match=message):
        DataConfig(**wrong)
    assert DataConfig(service="a:1", deterministic=False).service == "a:1"


def test_auto_opens_what_is_there_with_the_share(tmp_path):
    config = DataConfig(
        root=str(write_folder(tmp_path, count=10)), val_share=0.2
    )
    assert config.dataset == "auto"
    assert len(config.open().samples("val")) == 2


def test_a_share_of_everything_is_refused():
    with pytest.raises(ValueError, match="`val_share` must be .* Received: 1"):
        DataConfig(val_share=1)
