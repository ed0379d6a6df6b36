import hashlib

import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.backbones import MobileNetV2Config
from deeplab_family.weights import require_weights
from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.files.content_hash import hash_of
from deeplab_family.weights.files.crc32c import masked_crc32c
from deeplab_family.weights.files.read import read_arrays
from tests.deeplab_family.weights.files.outcomes import outcome_of

RANDOM = np.random.default_rng(3)
KEPT = {
    "MobilenetV2/Conv/weights/ExponentialMovingAverage": np.ones(2, "f4"),
    "MobilenetV2/Conv/weights": RANDOM.normal(size=(3, 3, 3, 8)).astype("f4"),
    "MobilenetV2/Conv/BatchNorm/gamma": RANDOM.normal(size=8).astype("f4"),
    "image_pooling/weights": RANDOM.normal(size=(1, 1, 64, 70)),
    "counts": np.arange(5, dtype="i8"),
    "half": RANDOM.normal(size=3).astype("f2"),
    "mask": np.array([True, False]),
    "scalar": np.float32(7),
    "empty": np.zeros((0, 3), "f4"),
}
LEFT_OUT = {
    "global_step": np.int64(30000),
    "MobilenetV2/Conv/weights/Momentum": np.zeros((2, 2), "f4"),
    "MobilenetV2/Conv/weights/Adam": np.zeros(2, "f4"),
    "MobilenetV2/Conv/weights/Adam_1": np.zeros(2, "f4"),
    "MobilenetV2/Conv/weights/RMSProp": np.zeros(2, "f4"),
    "words": np.array([b"a", b"bc"]),
}
PREFIX = "model.ckpt-30000"


def save(folder, arrays, name=PREFIX, **how):
    """A checkpoint, written by TensorFlow."""
    v1 = tf.compat.v1
    with tf.Graph().as_default(), v1.Session() as session:
        for variable, value in arrays.items():
            v1.Variable(value, name=variable)
        session.run(v1.global_variables_initializer())
        saver = v1.train.Saver(**how)
        return saver.save(
            session, str(folder / name), write_meta_graph=False, write_state=0
        )


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    folder = tmp_path_factory.mktemp("zoo")
    save(folder, {**KEPT, **LEFT_OUT})
    return folder


@pytest.fixture
def copy(tmp_path, checkpoint):
    """A folder of its own, with a small checkpoint in it."""
    save(tmp_path, {"a/weights": np.arange(6.0), "b": np.float32([1, 2])})
    return tmp_path


def refused(path, words):
    with pytest.raises(WeightsError, match=words) as error:
        read_arrays(path)
    assert str(error.value).startswith(f"{path}: ")


@pytest.mark.parametrize(
    "ending", [f"{PREFIX}.index", PREFIX, f"{PREFIX}.data-00000-of-00001", ""]
)
def test_arrays_are_those_that_tensorflow_wrote(checkpoint, ending):
    arrays = read_arrays(checkpoint / ending)
    assert arrays.keys() == KEPT.keys()
    assert set(arrays.skipped) == LEFT_OUT.keys()
    assert arrays.file_format == "TensorFlow 1 checkpoint"
    for name, expected in KEPT.items():
        np.testing.assert_array_equal(arrays[name], expected)
        assert arrays[name].dtype == expected.dtype


def test_many_names_fill_many_blocks(tmp_path):
    # TensorFlow begins a new block every 256 kB.
    arrays = {f"{'scope' * 20}_{n}/weights": np.float32(n) for n in range(200)}
    writer = tf.raw_ops.SaveV2
    names = [f"{name}/{'x' * 1500}" for name in arrays]
    writer(
        prefix=str(tmp_path / "many"),
        tensor_names=names,
        shape_and_slices=[""] * len(names),
        tensors=list(arrays.values()),
    )
    assert (tmp_path / "many.index").stat().st_size > 2**18
    read = read_arrays(tmp_path)
    for name, value in zip(names, arrays.values(), strict=True):
        assert read[name] == value


def test_bfloat16_becomes_float32(tmp_path):
    value = tf.constant([1, 3.140625], tf.bfloat16)
    tf.raw_ops.SaveV2(
        prefix=str(tmp_path / "b"),
        tensor_names=["w"],
        shape_and_slices=[""],
        tensors=[value],
    )
    np.testing.assert_array_equal(
        read_arrays(tmp_path)["w"], np.float32([1, 3.140625])
    )


def test_two_checkpoints_in_a_folder_are_named(copy):
    save(copy, {"a": np.zeros(1)}, "model.ckpt-9")
    refused(copy, "holds 2 checkpoints.*: model.ckpt-30000.index, model.ckpt-9")
    assert "a" in read_arrays(copy / "model.ckpt-9")


def test_a_run_may_start_from_any_of_its_paths(checkpoint, tmp_path):
    config = MobileNetV2Config()
    for ending in ("", PREFIX, f"{PREFIX}.index"):
        require_weights(config, checkpoint / ending)
    with pytest.raises(WeightsError, match=f"{tmp_path}: the folder holds no"):
        require_weights(config, tmp_path)
    with pytest.raises(WeightsError, match="There is no file"):
        require_weights(config, checkpoint / "other")


def test_a_folder_without_one_is_told(tmp_path):
    refused(tmp_path, "no TensorFlow checkpoint, a file that ends in .index")
    refused(tmp_path / "nothing", "no such file")


def test_checkpoints_of_objects_are_refused(tmp_path):
    tf.train.Checkpoint(v=tf.Variable(1.0)).write(str(tmp_path / "ckpt"))
    refused(tmp_path, "TensorFlow 2, which holds objects")


def test_partitioned_variables_are_refused(tmp_path):
    v1 = tf.compat.v1
    with tf.Graph().as_default(), v1.Session() as session:
        v1.get_variable(
            "parts",
            (8, 4),
            partitioner=v1.fixed_size_partitioner(2),
        )
        session.run(v1.global_variables_initializer())
        v1.train.Saver().save(session, str(tmp_path / "p"))
    refused(tmp_path, "'parts' is partitioned")


def test_a_checkpoint_in_one_file_is_told(tmp_path):
    save(tmp_path, {"a": np.zeros(1)}, "old", write_version=1)
    refused(tmp_path / "old", "in one file, of before 2016")


def test_missing_and_cut_numbers_are_told(copy):
    data = copy / f"{PREFIX}.data-00000-of-00001"
    content = data.read_bytes()
    data.write_bytes(content[:-1])
    refused(copy, "more bytes than its files|does not fit into")
    data.unlink()
    refused(copy, "more bytes|is missing: it holds the numbers")


def test_any_flipped_byte_is_noticed(copy):
    expected = read_arrays(copy)
    for path in copy.iterdir():
        content = path.read_bytes()
        for place in range(0, len(content), 3):
            changed = bytearray(content)
            changed[place] ^= 1 << place % 8
            path.write_bytes(changed)
            assert outcome_of(copy, expected) in ("refused", "equal")
        path.write_bytes(content)
        for length in range(0, len(content), 7):
            path.write_bytes(content[:length])
            assert outcome_of(copy, expected) == "refused"
        path.write_bytes(content)


def block_of(content):
    """Length of an index's first block, by its checksum."""
    return next(
        length
        for length in range(20, len(content))
        if content[length] == 0
        and masked_crc32c(content[: length + 1])
        == int.from_bytes(content[length + 1 : length + 5], "little")
    )


@pytest.mark.parametrize("step", [9, pytest.param(1, marks=pytest.mark.slow)])
def test_an_index_with_checksums_that_fit_ends_in_no_other_error(copy, step):
    # TensorFlow's own reader ends the process on some of these.
    expected = read_arrays(copy)
    index = copy / f"{PREFIX}.index"
    content = index.read_bytes()
    length = block_of(content)
    seen = set()
    for place in range(0, length, step):
        for value in (0, 1, 127, 128, 255, content[place] ^ 2):
            changed = bytearray(content)
            changed[place] = value
            crc = masked_crc32c(bytes(changed[: length + 1]))
            changed[length + 1 : length + 5] = crc.to_bytes(4, "little")
            index.write_bytes(changed)
            seen.add(outcome_of(copy, expected))
    assert "refused" in seen


def test_the_hash_is_that_of_data_and_index(copy, checkpoint):
    data = (copy / f"{PREFIX}.data-00000-of-00001").read_bytes()
    index = (copy / f"{PREFIX}.index").read_bytes()
    expected = hashlib.sha256(data + index).hexdigest()
    (copy / "README").write_text("something else")
    for path in (copy, copy / PREFIX, copy / f"{PREFIX}.index"):
        assert hash_of(path) == expected
    assert (
        hash_of(copy / "README")
        == hashlib.sha256(b"something else").hexdigest()
    )
    with pytest.raises(
        WeightsError, match=f"{copy}/no: cannot be read: No such"
    ):
        hash_of(copy / "no")


def test_a_preset_of_keras_hub_says_what_to_take_instead(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "model.weights.h5").write_bytes(b"")
    with pytest.raises(WeightsError, match="preset of KerasHub.*made from"):
        read_arrays(tmp_path)
