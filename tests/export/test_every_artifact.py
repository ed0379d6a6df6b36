"""Every artifact of the table, written at once and held to its promises."""

from types import SimpleNamespace

import pytest

from export import ExportSettings
from export.artifacts import ARTIFACTS
from export.serving.bundle import LIMITS
from export.writers import Job, write_artifacts
from tests.contracts.artifact import ArtifactContract
from tests.convert_here import convert_here
from tests.export.tiny_network import ROUNDED, draw_images, make_network

SIZE = (33, 49)


@pytest.fixture(scope="module")
def every_artifact(tmp_path_factory):
    """A network, its images and the path of each artifact."""
    stage = tmp_path_factory.mktemp("stage")
    model, images = make_network(), draw_images(3, *SIZE)
    settings = ExportSettings(
        image_size=SIZE,
        calibration="images",
        artifacts=tuple(ARTIFACTS),
        num_threads=1,
    )
    job = Job(
        model=model,
        stage=stage,
        settings=settings,
        calibration=images,
        images=images,
        class_names=("a", "b", "c", "d"),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("export.tflite.converter.run_worker", convert_here)
        patch.setitem(LIMITS, "bfloat16", ROUNDED)
        paths = write_artifacts(job)
    return SimpleNamespace(model=model, images=images, paths=paths)


class TestServing(ArtifactContract):
    artifact = "serving"


class TestServingBfloat16(ArtifactContract):
    artifact = "serving_bfloat16"
    limit = ROUNDED


class TestFloat32(ArtifactContract):
    artifact = "float32"


class TestFloat16(ArtifactContract):
    artifact = "float16"


class TestDynamicInt8(ArtifactContract):
    artifact = "dynamic_int8"


class TestInt8(ArtifactContract):
    artifact = "int8"


class TestInt16x8(ArtifactContract):
    artifact = "int16x8"


class TestFlexible(ArtifactContract):
    artifact = "flexible"


class TestMediaPipe(ArtifactContract):
    artifact = "mediapipe"


class TestInt8Mixed(ArtifactContract):
    artifact = "int8_mixed"


class TestOnnx(ArtifactContract):
    artifact = "onnx"


class TestOnnxFixed(ArtifactContract):
    artifact = "onnx_fixed"


def test_no_artifact_is_without_its_contract():
    held = {kind.artifact for kind in ArtifactContract.__subclasses__()}
    assert held == set(ARTIFACTS)
