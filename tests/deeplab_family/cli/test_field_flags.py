"""Errors of configs name the flags that were typed."""

import dataclasses

import pytest

from deeplab_family.cli.field_flags import (
    field_flags,
    naming_flags,
    with_flags,
)
from deeplab_family.cli.main import main
from deeplab_family.cli.typed_flags import as_typed
from deeplab_family.losses import LossConfig, SumConfig
from deeplab_family.optimizers import PolyConfig
from deeplab_family.recipes import RECIPES
from tests.input_pipeline.draw_files import write_folder


@pytest.fixture(scope="module")
def flags():
    return field_flags(RECIPES["folder_lite"]())


@pytest.mark.parametrize(
    "text, named",
    [
        ("`train.schedule.learning_rate` (now 1)", "{rate} (now 1)"),
        ("`learning_rate` of all", "{rate} of all"),
        ("train.schedule.learning_rate was 1, now 2", "{rate} was 1, now 2"),
        ("`train.loss` sgd", "--train.loss sgd"),
        ("`data.bootstrap` and `mix`", "--data.bootstrap.* and --data.mix.*"),
        # What is no field, or stands for a flag or a file, stays.
        ("`model.save` of --train.weights", "`model.save` of --train.weights"),
        ("runs/train.weights, a/data.root", "runs/train.weights, a/data.root"),
        ("`seed` 0", "`seed` 0"),  # of the data and of the training
        ("learning_rate", "learning_rate"),
    ],
)
def test_fields_become_flags(flags, text, named):
    rate = "--train.schedule.learning-rate"
    assert with_flags(text, flags) == named.format(rate=rate)


def test_a_field_of_the_config_itself_goes_before_those_of_its_parts():
    @dataclasses.dataclass(frozen=True)
    class Pair:
        learning_rate: float = 1.0
        schedule: PolyConfig = PolyConfig()

    flags = field_flags(Pair())
    assert flags["learning_rate"] == "--learning-rate"
    assert flags["schedule.learning_rate"] == "--schedule.learning-rate"
    assert flags["power"] == "--schedule.power"


def test_parts_in_a_tuple_are_numbered():
    loss = SumConfig.of_name("ohem+dice", LossConfig.by_name().get)
    flags = field_flags(loss, "--train.loss.")
    assert flags["losses.0.threshold"] == "--train.loss.losses.0.threshold"


@pytest.mark.parametrize(
    "words, flag",
    [
        (["--lr", "-1"], "--lr"),
        (["--lr=-1"], "--lr"),
        (["--train.schedule.learning-rate", "-1"], None),
        (["--train.schedule.learning_rate", "-1"], None),
        (["--trainval.lr", "-1"], "--trainval.lr"),
        (
            ["--trainval.train.schedule.learning_rate", "-1"],
            "--trainval.train.schedule.learning-rate",
        ),
        (["--trainval.lr", "1", "--lr", "-1"], "--lr"),
        ([], None),
    ],
)
def test_flags_are_named_as_they_were_typed(words, flag):
    long = "--train.schedule.learning-rate"
    text = f"{long} must be above 0; {long}s, {long}.x"
    expected = f"{flag or long} must be above 0; {long}s, {long}.x"
    assert as_typed(text, ["recipe", "data", *words]) == expected


def test_errors_keep_their_kind_and_others_their_words():
    class Own(ValueError):
        pass

    with pytest.raises(Own, match=r"^--lr must$"):
        with naming_flags({"rate": "--lr"}):
            raise Own("`rate` must")
    with pytest.raises(ValueError) as caught:
        with naming_flags({"rate": "--lr"}):
            raise ValueError("`rate`", 3)
    assert caught.value.args == ("`rate`", 3)
    with pytest.raises(FileNotFoundError, match="`rate`"):
        with naming_flags({"rate": "--lr"}):
            open("no/`rate`")


@pytest.fixture(scope="module")
def photos(tmp_path_factory):
    root = tmp_path_factory.mktemp("photos")
    return write_folder(root, "train", 4, [(20, 30)], ending="png")


@pytest.mark.parametrize(
    "typed, said",
    [
        ("--lr -1", "--lr must be >= 0"),
        ("--train.schedule.learning-rate -1", "--train.schedule.learning-rate"),
        ("--train.optimizer.clip-norm 0", "--train.optimizer.clip-norm must"),
        ("--train.validation.overlap 2", "--train.validation.overlap must"),
        (
            "--train.schedule step --train.schedule.factor 0",
            "--train.schedule.f",
        ),
        ("--data.crop-size 0 3", "--data.crop-size must"),
        ("--crop 0 3", "--crop must"),
        ("--steps 0", "--steps must"),
        ("--batch-size=1", "--batch-size must"),
        ("--model.filters 0", "--model.filters must"),
        ("--val-share 7", "--val-share must"),
        ("--output-stride 12", "--output-stride must"),
        ("--train.loss.label-downsampling every_nth", "--train.loss.label-"),
    ],
)
def test_train_names_the_flag(photos, typed, said, tmp_path, capsys):
    words = ["train", str(photos), "--workdir", str(tmp_path), *typed.split()]
    assert main(words) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1 and error.startswith(f"error: {said}")


def test_export_names_the_flag(tmp_path, capsys):
    words = ["export", str(tmp_path), "--serving.tile", "5"]
    assert main(words) == 2
    assert capsys.readouterr().err.startswith(
        "error: --serving.tile-overlap must be 2 to a quarter of --serving.tile"
    )


@pytest.mark.parametrize(
    "place, words, field, flag",
    [
        (
            "train._opened",
            ["train", "PHOTOS"],
            "warmup_steps",
            "--train.schedule.warmup-steps",
        ),
        ("evaluate._evaluate", ["evaluate"], "eval_size", "--pad-to"),
    ],
)
def test_what_is_refused_later_has_its_flag_too(
    photos, place, words, field, flag, monkeypatch, capsys
):
    def refuse(*_):
        raise ValueError(f"`{field}` must be less")

    monkeypatch.setattr(f"deeplab_family.cli.{place}", refuse)
    words = [str(photos) if word == "PHOTOS" else word for word in words]
    assert main(words) == 2
    assert capsys.readouterr().err == f"error: {flag} must be less\n"
