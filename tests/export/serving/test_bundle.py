import json

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from deeplab_family.inference import KerasPredictor, load_predictor
from export import ExportError
from export.serving import ServingSettings, write_serving_bundle
from tests.export.serving.conftest import NAMES, PALETTE
from tests.export.serving.pictures import encode, read_mask
from tests.export.serving.session_model import SessionModel
from tests.export.tiny_network import draw_images, make_network


def test_every_file_lies_in_its_place(bundle):
    files = {
        path.relative_to(bundle.folder).as_posix()
        for path in bundle.folder.rglob("*")
        if path.is_file() and "variables" not in path.parts
    }
    assert files == {
        "README.md",
        "batching_params.pbtxt",
        "classes.json",
        "client_grpc.py",
        "client_rest.py",
        "client_rest.sh",
        "docker-compose.batching.yml",
        "docker-compose.gpu.yml",
        "docker-compose.yml",
        "models.config",
        "monitoring.config",
        "smoke_test.py",
        "streets/1/assets.extra/deeplab_family.json",
        "streets/1/assets.extra/tf_serving_warmup_requests",
        "streets/1/assets/classes.json",
        "streets/1/batching_params.pbtxt",
        "streets/1/fingerprint.pb",
        "streets/1/saved_model.pb",
    }


def test_labels_and_colors_travel_as_an_asset(bundle, served):
    assert [a.filename for a in served.meta.asset_file_def] == ["classes.json"]
    text = (bundle.version / "assets/classes.json").read_text()
    assert json.loads(text) == {"class_names": NAMES, "palette": PALETTE}


def test_only_operations_that_a_server_has_are_inside(served):
    operations = served.operations()
    assert {"DecodeJpeg", "DecodePng", "EncodePng"} <= operations
    assert not {name for name in operations if "PyFunc" in name}
    # A lookup fails for an operation that TensorFlow itself does not bring.
    for name in operations - {"PartitionedCall", "StatefulPartitionedCall"}:
        assert hasattr(tf.raw_ops, name), name


def test_the_weights_are_stored_once(bundle):
    path = bundle.version / "variables/variables"
    stored = sum(
        int(np.prod(shape))
        for name, shape in tf.train.list_variables(str(path))
        if name != "_CHECKPOINTABLE_OBJECT_GRAPH"
    )
    assert stored == bundle.model.count_params()


def test_the_clients_know_the_name(bundle):
    for name in ("client_rest.py", "client_grpc.py", "smoke_test.py"):
        text = (bundle.folder / name).read_text()
        assert 'MODEL = "streets"' in text
        compile(text, name, "exec")


def test_a_predictor_takes_the_folder_of_any_level(bundle):
    images = draw_images(2, 33, 49)
    expected = KerasPredictor(bundle.model)(images)
    for path in (bundle.version, bundle.version.parent, bundle.folder):
        predictor = load_predictor(path)
        assert predictor.num_classes == 4
        answer = predictor(images)
        np.testing.assert_array_equal(answer.class_map, expected.class_map)
        np.testing.assert_allclose(
            answer.probabilities, expected.probabilities, atol=1e-5
        )


def test_everything_may_be_baked_in_at_once(tmp_path):
    model = make_network(classes=3)
    settings = ServingSettings(
        scales=(0.5, 1.0), flip=True, tile=32, tile_overlap=8
    )
    served = SessionModel(write_serving_bundle(model, tmp_path, settings))
    images = draw_images(2, 50, 70)
    answer = served.predict("probabilities", images=images)
    assert answer["probabilities"].shape == (2, 50, 70, 3)
    np.testing.assert_allclose(answer["probabilities"].sum(-1), 1, atol=1e-5)
    default = served.predict("serving_default", images=images)
    np.testing.assert_array_equal(default["class_map"], answer["class_map"])
    mirrored = served.predict("serving_default", images=images[:, :, ::-1])
    same = default["class_map"] == mirrored["class_map"][:, :, ::-1]
    assert same.mean() > 0.99


def test_a_network_of_fixed_size_answers_at_every_size(tmp_path):
    model = make_network(size=(16, 24))
    served = SessionModel(
        write_serving_bundle(model, tmp_path, ServingSettings())
    )
    images = draw_images(2, 33, 49)
    expected = KerasPredictor(model)(images)
    answer = served.predict("probabilities", images=images)
    np.testing.assert_allclose(
        answer["probabilities"], expected.probabilities, atol=1e-4
    )


def test_names_must_be_one_for_each_class(tmp_path):
    with pytest.raises(ExportError, match="class_names"):
        write_serving_bundle(
            make_network(), tmp_path, ServingSettings(), ["only one"]
        )
    assert not list(tmp_path.iterdir())


def test_the_version_is_the_folders_name(tmp_path):
    settings = ServingSettings(warmup_size=(8, 8))
    path = write_serving_bundle(make_network(), tmp_path, settings, version=7)
    assert path == tmp_path / "serving/segmenter/7"
    with pytest.raises(ExportError, match="there already"):
        write_serving_bundle(make_network(), tmp_path, settings, version=7)
    assert (path / "saved_model.pb").exists()


def test_a_paletted_file_is_taken(served):
    content = encode(Image.new("P", (9, 7)))
    answer = served.predict("image_bytes", image_bytes=[content])
    # Its first color is black.
    black = encode(Image.new("RGB", (9, 7)))
    same = served.predict("image_bytes", image_bytes=[black])
    mask = read_mask(answer["mask_png_bytes"][0])
    assert mask.shape == (7, 9)
    np.testing.assert_array_equal(mask, read_mask(same["mask_png_bytes"][0]))
