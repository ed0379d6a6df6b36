import h5py
import keras
import numpy as np
import pytest
from keras.src.legacy.saving import legacy_h5_format

from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.files.read import read_arrays
from tests.deeplab_family.weights.files.outcomes import outcome_of
from tests.randomize import randomize

KERNEL = np.arange(6, dtype="f4").reshape(1, 1, 2, 3)


def refused(path, words):
    with pytest.raises(WeightsError, match=words) as error:
        read_arrays(path)
    assert str(error.value).startswith(f"{path}: ")


def write(path, layers, group=None):
    """A file as Keras 2 wrote it: {layer: {weight name: array}}."""
    with h5py.File(path, "w") as file:
        root = file if group is None else file.create_group(group)
        root.attrs["layer_names"] = [name.encode() for name in layers]
        for layer, weights in layers.items():
            within = root.require_group(layer)
            within.attrs["weight_names"] = [name.encode() for name in weights]
            for name, array in weights.items():
                within.create_dataset(name, data=array)
    return path


@pytest.fixture(scope="module")
def model():
    inner = keras.Sequential(
        [keras.Input((4, 4, 5)), keras.layers.Conv2D(2, 1, name="conv")],
        name="inner",
    )
    model = keras.Sequential(
        [
            keras.Input((4, 4, 3)),
            keras.layers.Conv2D(5, 3, padding="same", name="conv1_conv"),
            keras.layers.ReLU(name="relu"),
            keras.layers.BatchNormalization(name="bn_conv1"),
            inner,
        ]
    )
    randomize(model)
    return model


def weights_of(model):
    # Keras 3 puts a Sequential model's own name before each path.
    start = f"{model.name}/"
    return {
        w.path.removeprefix(start): keras.ops.convert_to_numpy(w)
        for w in model.weights
    }


def test_weights_and_whole_models_of_keras_have_the_paths_of_variables(
    tmp_path, model
):
    model.compile("adam", "mse")
    model.save(tmp_path / "whole.h5")
    with h5py.File(tmp_path / "weights.h5", "w") as file:
        legacy_h5_format.save_weights_to_hdf5_group(file, model)
    expected = weights_of(model)
    assert "inner/conv/kernel" in expected
    for name in ("whole.h5", "weights.h5"):
        arrays = read_arrays(tmp_path / name)
        assert arrays.file_format == "HDF5 (Keras 2)"
        assert "top_level_model_weights" in arrays.skipped
        assert arrays.keys() == expected.keys()
        for path, array in expected.items():
            np.testing.assert_array_equal(arrays[path], array)


def test_names_of_keras_2_lose_their_number_and_doubled_layer(tmp_path):
    layers = {
        "input_1": {},
        "conv1_conv": {"conv1_conv/kernel:0": KERNEL},
        "Conv": {"Conv/depthwise_kernel:0": KERNEL},
        "Conv/BatchNorm": {"Conv/BatchNorm/gamma:0": KERNEL[0, 0, 0]},
        "res2a": {"res2a/res2a/res2a_W:0": KERNEL},
        "plain": {"kernel:0": KERNEL},
        "scoped": {"model/scoped/kernel:0": KERNEL},
        "conv": {"conv_1/kernel:0": KERNEL},
    }
    arrays = read_arrays(write(tmp_path / "w.h5", layers))
    assert set(arrays) == {
        "conv1_conv/kernel",
        "Conv/depthwise_kernel",
        "Conv/BatchNorm/gamma",
        "res2a/res2a_W",
        "plain/kernel",
        "scoped/kernel",
        "conv/conv_1/kernel",
    }
    np.testing.assert_array_equal(arrays["conv1_conv/kernel"], KERNEL)
    np.testing.assert_array_equal(arrays["Conv/BatchNorm/gamma"], [0, 1, 2])


def test_a_long_list_of_names_may_be_in_parts(tmp_path):
    path = write(tmp_path / "w.h5", {f"l{n}": {"k": KERNEL} for n in range(3)})
    with h5py.File(path, "a") as file:
        del file.attrs["layer_names"]
        file.attrs["layer_names0"] = [b"l1", b"l0"]
        file.attrs["layer_names1"] = [b"l2"]
    assert list(read_arrays(path)) == ["l0/k", "l1/k", "l2/k"]


def test_numbers_of_another_byte_order_are_the_same(tmp_path):
    path = write(tmp_path / "w.h5", {"a": {"k": KERNEL.astype(">f4")}})
    array = read_arrays(path)["a/k"]
    np.testing.assert_array_equal(array, KERNEL)
    assert array.dtype == np.dtype("=f4")


def test_files_of_keras_3_and_others_are_told(tmp_path, model):
    model.save_weights(tmp_path / "m.weights.h5")
    refused(tmp_path / "m.weights.h5", "Keras 3, whose arrays have numbers")
    with h5py.File(tmp_path / "other.h5", "w") as file:
        file["x"] = KERNEL
    refused(tmp_path / "other.h5", "not of Keras: the attribute `layer_names`")


@pytest.fixture
def secret(tmp_path):
    write(tmp_path / "secret.h5", {"a": {"k": KERNEL}})
    (tmp_path / "secret.bin").write_bytes(KERNEL.tobytes())
    return tmp_path


@pytest.fixture
def path(tmp_path):
    return write(tmp_path / "w.h5", {"a": {"k": KERNEL}})


@pytest.mark.parametrize("name", ["a", "a/k"])
@pytest.mark.parametrize(
    "link",
    [h5py.ExternalLink("secret.h5", "a/k"), h5py.SoftLink("/b/k")],
    ids=["external", "soft"],
)
def test_links_are_not_followed(secret, path, name, link):
    with h5py.File(path, "a") as file:
        del file[name]
        file[name] = link
    refused(path, "a link to elsewhere, which is not followed")


def test_external_whole_models_are_not_followed(secret):
    with h5py.File(secret / "w.h5", "w") as file:
        file["model_weights"] = h5py.ExternalLink("secret.h5", "/")
    refused(secret / "w.h5", "a link to elsewhere")


def replaced(path, **how):
    with h5py.File(path, "a") as file:
        del file["a/k"]
        file["a"].create_dataset("k", **how)


def test_arrays_in_other_files_are_not_read(secret, path):
    where = [(str(secret / "secret.bin"), 0, KERNEL.nbytes)]
    replaced(path, shape=KERNEL.shape, dtype="f4", external=where)
    refused(path, "lies in another file, which is not opened")


def test_virtual_arrays_are_not_read(secret, path):
    layout = h5py.VirtualLayout(KERNEL.shape, "f4")
    source = h5py.VirtualSource(secret / "secret.h5", "a/a/k", KERNEL.shape)
    layout[...] = source
    with h5py.File(path, "a") as file:
        del file["a/k"]
        file["a"].create_virtual_dataset("k", layout)
    refused(path, "put together from other files")


def test_compressed_arrays_are_not_unpacked(path):
    zeros = np.zeros(10_000_000, "i1")
    replaced(path, data=zeros, compression="gzip")
    assert path.stat().st_size < 100_000
    refused(path, "compressed")


def test_arrays_that_are_declared_only_are_refused(path):
    replaced(path, shape=(1_000_000_000,), dtype="f8")
    assert path.stat().st_size < 100_000
    refused(path, "more bytes than the file")


def test_one_array_under_many_names_is_refused(tmp_path):
    path = write(tmp_path / "w.h5", {"a": {"k": np.zeros(10_000)}})
    with h5py.File(path, "a") as file:
        file["a"].attrs["weight_names"] = [f"k{n}".encode() for n in range(9)]
        for number in range(9):
            file[f"a/k{number}"] = file["a/k"]
    refused(path, "more bytes than the file")


@pytest.mark.parametrize(
    "data, words",
    [
        (np.array([b"text"]), "of the type .S4, not of numbers"),
        (np.zeros(2, [("a", "f4")]), "not of numbers"),
        (h5py.Empty("f4"), "no array"),
    ],
)
def test_other_things_than_numbers_are_refused(path, data, words):
    replaced(path, data=data)
    refused(path, words)


def test_names_that_become_one_are_refused(tmp_path):
    weights = {"a/k:0": KERNEL, "k": KERNEL}
    refused(write(tmp_path / "w.h5", {"a": weights}), "names 'a/k' twice")


def test_groups_that_hold_themselves_are_refused(path):
    with h5py.File(path, "a") as file:
        file["a/again"] = file["a"]
    refused(path, "'a/again' has two names or holds itself")


def test_cut_files_are_refused(path):
    content = path.read_bytes()
    expected = read_arrays(path)
    for length in range(8, len(content), 97):
        path.write_bytes(content[:length])
        assert outcome_of(path, expected) == "refused"
