from deeplab_family.inference import KerasPredictor
from export import ExportSettings, Limit
from export.proof import measure
from export.proof.measurement import compare
from export.samples.samples import Samples
from tests.export.tiny_network import draw_images, make_network


def test_every_artifact_is_measured_beside_the_keras_model(exported):
    verification = exported.report.verification
    names = [artifact.name for artifact in verification.artifacts]
    assert names == ["serving", "float32", "float16", "int8"]
    for artifact in verification.artifacts:
        assert artifact.failures == []
        assert artifact.size_bytes > 0
        assert artifact.latency_ms > 0
        drop = verification.keras_mean_iou - artifact.mean_iou
        assert artifact.mean_iou_drop == drop


def test_an_int8_file_differs_more_than_a_float32_file(exported):
    by_name = {a.name: a for a in exported.report.verification.artifacts}
    assert by_name["float32"].largest_difference < 1e-4
    assert by_name["int8"].largest_difference > 1e-3


def test_another_networks_file_fails_and_its_time_is_told(
    exported,
):
    network = make_network()
    for weight in network.trainable_weights:
        weight.assign(-weight)
    limit = Limit(largest_difference=0.01, equal_pixels=0.99, mean_iou_drop=0)
    settings = ExportSettings(
        image_size=(33, 49),
        calibration="unused",
        limits={"float32": limit},
    )
    path, said = exported.folder / "model_float32.tflite", []
    [artifact] = measure(
        KerasPredictor(network),
        exported.folder,
        {"float32": path},
        Samples(draw_images(1, 33, 49), None, None),
        settings,
        progress=lambda words, done, total: total or said.append(words),
        seconds={"float32": 3.14},
    ).artifacts
    assert len(said) == 1
    assert said[0].startswith("float32: converted 3.1 s, compared on 1 images ")
    assert artifact.path == "model_float32.tflite"
    assert len(artifact.failures) == 2


def test_a_chosen_few_images_are_counted_for_one_alone():
    network = KerasPredictor(make_network())
    images = draw_images(4, 33, 49)
    compared = compare(
        {"keras": network, "slow": network},
        Samples(images, None, None),
        {"slow": [0, 2]},
    )
    assert compared["keras"].images == [0, 1, 2, 3]
    assert compared["slow"].images == [0, 2]
