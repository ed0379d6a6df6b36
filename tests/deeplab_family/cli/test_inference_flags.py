"""Flags of inference: what they mean, and what they refuse."""

import pytest

from deeplab_family.cli.inference_flags import InferenceFlags, bytes_of, how
from deeplab_family.cli.main import main
from deeplab_family.inference import with_inference
from deeplab_family.inference.dense_crf import CRF_PRESETS
from deeplab_family.inference.inference_config import SCALES, InferenceConfig


def test_no_flag_asks_the_image_once():
    assert how(InferenceFlags()) == InferenceConfig()


def test_numbers_and_papers_are_scales():
    numbers = how(InferenceFlags(scales=("0.5", "1", "1.75")))
    assert numbers.scales == (0.5, 1.0, 1.75)
    paper = how(InferenceFlags(scales=("deeplabv3-cityscapes",)))
    assert paper.scales == (0.75, 1.0, 1.25)


def test_the_help_names_every_paper():
    for name in SCALES:
        assert f" {name}" in InferenceFlags.__doc__.replace("\n", " ")


@pytest.mark.parametrize(
    ("flags", "starts"),
    [
        # GALD and PSPNet, their released code; GCN, section 4.3.
        ({"window": 769}, (0, 513, 1026, 1279)),
        ({"window": 832, "window_overlap": "1/3"}, (0, 555, 1110, 1216)),
        ({"window": 713}, (0, 476, 952, 1335)),
        (
            {"window": 1024, "window_overlap": "2/3", "even_windows": True},
            (0, 341, 683, 1024),
        ),
        ({"window": 1024, "window_overlap": "0"}, (0, 1024)),
    ],
    ids=str,
)
def test_windows_of_the_papers_on_a_street(flags, starts):
    windows = how(InferenceFlags(**flags)).windows
    assert windows.starts(2048) == starts


def test_every_flag_reaches_the_config():
    config = how(
        InferenceFlags(
            flip=True,
            scales=("0.5",),
            average="logits",
            align_corners=False,
            window=64,
            seams="tapered",
            crf="duc",
            output_stride=8,
            max_memory="2GiB",
        )
    )
    assert config.flip and config.average == "logits"
    assert not config.align_corners
    assert (config.windows.tile, config.windows.seams) == (64, "tapered")
    assert config.crf == CRF_PRESETS["duc"]
    assert (config.output_stride, config.max_memory) == (8, 2**31)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--window-overlap 0.5", "--window-overlap is of windows"),
        ("--window-overlap 1/3", "--window-overlap is of windows"),
        ("--even-windows", "--even-windows is of windows"),
        ("--seams uniform", "--seams is of windows"),
        ("--average logits", "--average logits is of several answers"),
        ("--no-align-corners --flip", "--no-align-corners is of images"),
    ],
)
@pytest.mark.parametrize("command", ["predict", "evaluate"])
def test_flags_that_would_do_nothing_are_refused(
    command, words, told, tmp_path, capsys
):
    (tmp_path / "net.keras").touch()
    model = str(tmp_path / "net.keras")
    assert main([command, model, str(tmp_path), *words.split()]) == 2
    error = capsys.readouterr().err
    assert told in error and error.count("\n") == 1


def test_the_help_names_every_crf():
    for name in CRF_PRESETS:
        assert f'"{name}"' in InferenceFlags.__doc__


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("2GiB", 2**31),
        ("1.5 GB", 1_500_000_000),
        ("800MB", 800_000_000),
        ("512mib", 2**29),
        ("3G", 3_000_000_000),
        ("123456", 123_456),
    ],
)
def test_bytes_have_units(word, count):
    assert bytes_of(word) == count


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        ({"scales": ("deeplav3",)}, "--scales.*meant 'deeplabv3'"),
        ({"scales": ("0.5", "x")}, "--scales.*Received: 'x'"),
        ({"scales": ("0.5", "nan")}, "--scales must lie in 0.1..8"),
        ({"scales": ("40",)}, "--scales must lie in 0.1..8.*40"),
        ({"window": -1}, "--window.*-1"),
        (
            {"window": 9, "window_overlap": "1"},
            "--window-overlap.*below 1.*'1'",
        ),
        ({"window": 9, "window_overlap": "1/0"}, "--window-overlap.*'1/0'"),
        ({"crf": "dux"}, "--crf.*meant 'duc'"),
        ({"max_memory": "2GX"}, "--max-memory.*'2GX'"),
        ({"max_memory": "0"}, "--max-memory must.*0"),
    ],
    ids=str,
)
def test_other_words_are_told(flags, message):
    with pytest.raises(ValueError, match=message):
        how(InferenceFlags(**flags))


def test_evaluate_asks_as_the_flags_say(trained, monkeypatch, capsys):
    asked = []

    def ask(predictor, config):
        asked.append(config)
        return with_inference(predictor, config)

    monkeypatch.setattr("deeplab_family.inference.with_inference", ask)
    words = ["evaluate", str(trained), "--scales", "0.5", "1", "--flip"]
    assert main(words) == 0
    assert asked == [InferenceConfig(scales=(0.5, 1.0), flip=True)]
    assert main(["evaluate", str(trained), "--output-stride", "2"]) == 2
    assert "output stride 2" in capsys.readouterr().err
