"""`deeplab train EXPERIMENT`: what is trained where, and the result."""

import dataclasses
import json
from types import SimpleNamespace

import keras
import numpy as np
import pytest

from deeplab_family.backbones import MobileNetV2Config
from deeplab_family.cli import experiment_score, train_experiment
from deeplab_family.cli.experiment_score import headline, score_experiment
from deeplab_family.cli.train_source import is_experiment, recipe_called
from deeplab_family.evaluation import Protocol
from deeplab_family.evaluation.measures import KITTIMeasure
from deeplab_family.inference import Windows
from deeplab_family.models import DeepLabV3Config
from deeplab_family.papers import experiments
from deeplab_family.recipes import Recipe
from deeplab_family.recipes.recipe_tree import tree_of
from input_pipeline import DataConfig, DataError, draw_synthetic

STRIDE_8 = "deeplabv3/table-12/output-stride-8"
WHOLE = "deeplabv3/table-13/deeplabv3"


def commands(monkeypatch, *words):
    """What is trained for the words, and where the score goes."""
    told = []
    monkeypatch.setattr(
        experiment_score,
        "score_experiment",
        lambda experiment, training, folder, tiny: told.append(
            (experiment.address, str(training), str(folder), tiny)
        ),
    )

    def train(words):
        told.append(words)
        return 0

    assert train_experiment.train_experiment(words, train) == 0
    return told


def test_a_row_trains_where_those_that_share_its_training_do(monkeypatch):
    words = [STRIDE_8, "streets", "--workdir", "W", "--lr", "0.1"]
    trained, scored = commands(monkeypatch, *words)
    assert trained == [
        *(WHOLE, "streets", "--lr", "0.1", "--workdir", f"W/{WHOLE}"),
        *("--stages", "fine"),
    ]
    assert scored == (STRIDE_8, f"W/{WHOLE}", f"W/{STRIDE_8}", False)


def test_a_rehearsal_has_another_folder(monkeypatch):
    address = "vortex/table-1/module-b"
    trained, scored = commands(monkeypatch, address, "--tiny")
    folder = f"runs/tiny_papers/{address}"
    assert trained == [address, "--tiny", "--workdir", folder]
    assert scored == (address, folder, folder, True)


def test_a_training_that_failed_is_not_scored(monkeypatch):
    def train(words):
        return 130

    assert train_experiment.train_experiment([STRIDE_8], train) == 130


def test_stages_are_those_of_the_row():
    with pytest.raises(ValueError, match="--stages.*fine"):
        train_experiment.train_experiment([STRIDE_8, "--stages=fine"], None)


def test_an_address_is_a_recipe_of_the_command_line():
    assert is_experiment(STRIDE_8) and not is_experiment("deeplabv3/a/b")
    assert recipe_called(STRIDE_8) == experiments()[STRIDE_8].row.recipe


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The folder of a run of a small network on drawn streets."""
    root = tmp_path_factory.mktemp("run")
    draw_synthetic(root / "streets", train=1, val=2, size=(48, 64))
    data = DataConfig(
        dataset="synthetic", root=str(root / "streets"), crop_size=(32, 32)
    )
    classes = data.open().spec.class_names
    model = DeepLabV3Config(
        num_classes=len(classes),
        backbone=MobileNetV2Config(alpha=0.35),
        filters=8,
    )
    recipe = Recipe(model=model, data=data)
    keras.utils.set_random_seed(1)
    network = model.build()
    network.class_names = classes
    network.save(root / "last.keras")
    text = json.dumps({"recipe": tree_of(recipe)})
    (root / "recipe.json").write_text(text)
    return root


def small(address, protocol):
    experiment = experiments()[address]
    row = dataclasses.replace(experiment.row, protocol=protocol)
    return dataclasses.replace(experiment, row=row)


@pytest.mark.parametrize(
    "protocol",
    [
        Protocol(eval_size=(9_999, 9_999)),
        Protocol().asking(windows=Windows(tile=769), average="logits"),
        Protocol().asking(output_stride=8, scales=(0.5, 1.0), flip=True),
    ],
)
def test_both_numbers_are_kept(run, tmp_path, protocol):
    """On other data than the row's, and with crops as small as they are."""
    address = "deeplabv3/table-5/image-pooling"
    line = score_experiment(small(address, protocol), run, tmp_path, tiny=True)
    result = json.loads((tmp_path / "experiment.json").read_text())
    ours = result["ours"]
    assert result["paper"]["value"] == 77.21
    assert 0 <= ours["value"] < 60 and ours["images"] == 2
    shares = [v for v in ours["classes"].values() if v is not None]
    assert ours["value"] == pytest.approx(sum(shares) / len(shares), abs=1e-4)
    assert line.startswith(
        f"{address}: {ours['value']:.2f} mIoU, synthetic val"
    )
    assert "77.21 mIoU, VOC 2012 val" in line and "rehearsal" in line


def test_accuracies_near_boundaries_are_kept_and_told(run, tmp_path):
    experiment = experiments()["gcn/table-5/gcn"]
    line = score_experiment(experiment, run, tmp_path, tiny=True)
    ours = json.loads((tmp_path / "experiment.json").read_text())["ours"]
    near, inside = (
        ours["boundary"][name] for name in ("accuracy", "interior_accuracy")
    )
    assert ours["boundary"]["distance"] == 7 and near != inside
    assert f"accuracy {near:g}, interior accuracy {inside:g}" in line


def test_roads_are_scored_by_their_kind():
    """On the probabilities of two images: what the measure says of "um"."""
    measure = KITTIMeasure(("road", "other"))
    labels = np.zeros((4, 6), np.uint8)
    labels[:2] = 1
    for name, road in (("um_000000.png", 0.9), ("uu_000005.png", 0.2)):
        scores = np.full((4, 6, 2), 0.5, np.float32)
        scores[2:, :, 0], scores[:2, :, 0] = road, 0.4
        measure.add(
            SimpleNamespace(name=name, labels=labels, probabilities=scores)
        )
    scores = SimpleNamespace(measures=(measure,), mean_iou=0.5)
    name, value = headline(scores, Protocol(measures=("kitti",), roads="um"))
    assert name == "MaxF of um in the perspective view" and value == 1
    # Half of the image is road; called all road, precision 1/2, recall 1.
    assert headline(scores, Protocol(roads="uu"))[1] == pytest.approx(2 / 3)
    with pytest.raises(DataError, match="umm"):
        headline(scores, Protocol(roads="umm"))
