import pytest
import tensorflow as tf

from export import ExportError
from export.serving.warmup import PLACE, check_warmup, write_warmup

prediction_log_pb2 = pytest.importorskip(
    "tensorflow_serving.apis.prediction_log_pb2"
)


def read(version):
    for record in tf.data.TFRecordDataset(str(version / PLACE)):
        log = prediction_log_pb2.PredictionLog.FromString(record.numpy())
        assert log.WhichOneof("log_type") == "predict_log"
        yield log.predict_log.request


def test_every_signature_is_asked_and_answers(bundle, served):
    asked = []
    for request in read(bundle.version):
        asked.append(request.model_spec.signature_name)
        assert request.model_spec.name == "streets"
        inputs = {
            name: tf.make_ndarray(proto)
            for name, proto in request.inputs.items()
        }
        assert served.predict(asked[-1], **inputs)
    assert asked == [
        "serving_default",
        "probabilities",
        "image_bytes",
        "features",
    ]


def test_the_image_has_the_size_asked_for(tmp_path):
    write_warmup(tmp_path, "x", (12, 34), ["serving_default", "image_bytes"])
    tensor, content = (
        tf.make_ndarray(next(iter(request.inputs.values())))
        for request in read(tmp_path)
    )
    assert tensor.shape == (1, 12, 34, 3)
    assert tf.io.decode_png(content[0]).shape == (12, 34, 3)


def test_a_record_is_small_whatever_the_size(tmp_path):
    path = write_warmup(tmp_path, "x", (1024, 2048), ["serving_default"])
    assert path.stat().st_size < 200


def test_our_encoding_is_the_api_packages_own(tmp_path):
    write_warmup(tmp_path, "name", (2, 3), ["serving_default"])
    expected = prediction_log_pb2.PredictionLog()
    request = expected.predict_log.request
    request.model_spec.name = "name"
    request.model_spec.signature_name = "serving_default"
    proto = tf.make_tensor_proto(128, tf.uint8, (1, 2, 3, 3))
    request.inputs["images"].CopyFrom(proto)
    (record,) = tf.data.TFRecordDataset(str(tmp_path / PLACE))
    assert record.numpy() == expected.SerializeToString()


def test_a_signature_that_fails_on_its_request_is_named(bundle):
    loaded = tf.saved_model.load(str(bundle.version))
    check_warmup(loaded.signatures, (17, 23))
    with pytest.raises(ExportError, match="`warmup_size`.*'serving_default'"):
        check_warmup(loaded.signatures, (101, 100))
