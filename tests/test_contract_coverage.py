"""Every public layer, config, loss, ... is held to the contract of its kind."""

import inspect

import keras
import pytest

from deeplab_family import (
    backbones,
    detection,
    layers,
    losses,
    metrics,
    models,
)
from input_pipeline import augment, datasets
from tests.contract_subjects import subjects


def public(package, *, of: type = object, named: str = "") -> set[str]:
    """Public classes of a package, by base or by the end of their name."""
    values = {name: getattr(package, name) for name in package.__all__}
    return {
        name
        for name, value in values.items()
        if inspect.isclass(value)
        and issubclass(value, of)
        and value is not of
        and name.endswith(named)
    }


NETWORKS = public(models, of=models.ModelConfig)
# kind -> (public names, contract, where a subclass names its subject)
KINDS = {
    "layers": (
        public(layers, of=keras.layers.Layer),
        "LayerContract",
        "layer_class",
    ),
    "detectors' layers": (
        public(detection, of=keras.layers.Layer) - {"DetectionModel"},
        "LayerContract",
        "layer_class",
    ),
    "backbones": (
        public(backbones, of=backbones.BackboneConfig),
        "BackboneContract",
        "config",
    ),
    "networks": (NETWORKS, "ModelContract", "config"),
    "exported networks": (NETWORKS, "ExportContract", "make_model"),
    "losses": (
        public(losses, of=keras.losses.Loss),
        "LossContract",
        "loss_class",
    ),
    "metrics": (
        public(metrics, of=keras.metrics.Metric),
        "MetricContract",
        "metric_class",
    ),
    "data sets": (
        {kind.__name__ for kind in datasets.DATASETS.values()},
        "LabelSpecContract",
        "dataset",
    ),
    "augmentations": (public(augment), "AugmentationContract", "operation"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_public_class_is_held_to_its_contract(kind):
    names, contract, declared_by = KINDS[kind]
    assert names, "found nothing public: the rule looks at the wrong place"
    missing = names - subjects(contract, declared_by)
    assert not missing, f"without a subclass of {contract} in tests"
