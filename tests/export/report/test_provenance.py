import hashlib
from datetime import UTC, datetime, timedelta

import deeplab_family
from deeplab_family.backbones import MobileNetV2Config
from deeplab_family.models import DeepLabV3Config
from export.report.provenance import (
    Provenance,
    find_provenance,
)
from tests.export.tiny_network import make_network


def test_it_names_the_file_by_its_content(tmp_path):
    file = tmp_path / "best.keras"
    file.write_bytes(b"weights")
    origin = find_provenance(make_network(), file, "deeplab export best.keras")
    assert origin.model == "best.keras"
    assert origin.model_sha256 == hashlib.sha256(b"weights").hexdigest()
    assert origin.versions["deeplab-family"] == deeplab_family.__version__
    assert {"keras", "ai-edge-litert"} < set(origin.versions)
    assert dict(origin.lines())["Command"] == "deeplab export best.keras"
    age = datetime.now(UTC) - datetime.fromisoformat(origin.date)
    assert timedelta() <= age < timedelta(minutes=5)


def test_a_config_is_one_line_of_what_was_chosen():
    backbone = MobileNetV2Config(alpha=0.35)
    config = DeepLabV3Config(num_classes=3, filters=8, backbone=backbone)
    model = config.build()
    assert find_provenance(model, None, "").network == (
        "DeepLabV3Config(num_classes=3, "
        "backbone=MobileNetV2Config(alpha=0.35), filters=8), "
        f"{model.count_params():,} weights"
    )


def test_a_foreign_model_in_memory_has_no_file():
    model = make_network()
    origin = find_provenance(model, None, "")
    assert origin.network == f"Functional, {model.count_params():,} weights"
    assert [name for name, _ in origin.lines()] == [
        "Network",
        "Date",
        "Versions",
    ]
    assert list(Provenance().lines()) == []
