"""The public face as users write it; `mypy` reads this, nothing runs it."""

from pathlib import Path
from typing import assert_type

from deeplab_family import (
    DeepLabV3Config,
    MaskedCrossEntropy,
    MeanIoU,
    ResNetConfig,
    evaluate,
    load,
    load_predictor,
    train,
)
from deeplab_family.models import SegmentationModel
from deeplab_family.recipes import Recipe, TrainConfig
from input_pipeline import DataConfig, train_batches


def configure() -> Recipe:
    network = DeepLabV3Config(
        num_classes=21, backbone=ResNetConfig(depth=101), filters=64
    )
    assert_type(network, DeepLabV3Config)
    assert_type(network.backbone.output_stride, int)
    data = DataConfig(dataset="voc", root="photos", crop_size=(513, 513))
    return Recipe(model=network, data=data, train=TrainConfig(total_steps=1000))


def run(recipe: Recipe, workdir: Path) -> SegmentationModel:
    model = train(recipe, workdir)
    assert_type(model.class_names, tuple[str, ...] | None)
    return model


def measure(recipe: Recipe, workdir: Path) -> float:
    predictor = load_predictor(workdir / "best.keras")
    spec = recipe.data.open().spec
    scores = evaluate(predictor, train_batches(recipe.data), spec)
    return scores.mean_iou


def compile_elsewhere(model: SegmentationModel) -> None:
    model.compile("sgd", MaskedCrossEntropy(), metrics=[MeanIoU(21)])


def look(run_folder: str) -> None:
    network = load(run_folder)
    one = network.predict("photo.jpg")
    assert_type(one.class_names, tuple[str, ...])
    assert_type(len(network.predict([Path("a.jpg"), "b.png"])), int)
    mean = network.predict("photo.jpg", scales=(0.5, 1.0), flip=True)
    assert_type(mean.confidence_by_class(), dict[str, float])
    assert_type(mean.polygons()[0].area, int)
