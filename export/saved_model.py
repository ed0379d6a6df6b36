"""SavedModel export of a Keras model, loadable by TensorFlow Serving."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from os import PathLike
from pathlib import Path

import keras
import tensorflow as tf

from deeplab_family.inference import KerasPredictor
from deeplab_family.inference.classes_file import CLASSES as CLASSES_NAME
from deeplab_family.inference.classes_file import write_classes_file
from deeplab_family.inference.picture_files import write_pictures_file
from deeplab_family.inference.saved_model_trust import write_manifest
from export.class_checks import agreed_names
from export.plain_signatures import serving_signature
from export.publish.staged_folder import staged_folder
from export.reproducible_saved_model import number_functions

VERSION = "1"


def export_saved_model(
    model: keras.Model,
    directory: str | PathLike,
    image_size: tuple[int, int] | None = None,
) -> Path:
    """Write `directory/saved_model/1/`, which converters of others take.

    The signature takes RGB images `(batch, height, width, 3)` named `images`,
    and answers with `class_map` (uint8) and `probabilities` (float32). Images
    are uint8, any batch and, unless the model fixes it, any size. With an
    `image_size` they are float32 `(1, *image_size, 3)`, 0 to 255, and the
    class map is int32, since Core ML has no uint8. Nothing is refused with
    words: converters know no strings.

    Args:
        model: maps RGB `(batch, height, width, 3)`, 0 to 255, to logits.
        directory: where the folder `saved_model` goes.
        image_size: the only (height, width) in pixels that it takes; `None`
            for any that the model takes.

    Returns:
        The folder `saved_model`, which a server takes as its model path.

    Raises:
        ExportError: the folder exists, or cannot be written.
        ModelFileError: the model does not map RGB images to logits.
    """
    output = Path(directory) / "saved_model"
    with staged_folder(output) as stage:
        write_served_model(model, stage, image_size)
    return output


def write_served_model(
    model: keras.Model,
    folder: Path,
    image_size: tuple[int, int] | None = None,
) -> None:
    """Write version 1 into the folder that a server takes as model path.

    Raises:
        ModelFileError: the model does not map RGB images to logits.
    """
    predictor = KerasPredictor(model)
    size, pictures = predictor.input_size, predictor.pictures
    size = (*(size or (None, None)), pictures.channels)
    images = tf.TensorSpec((None, *size), pictures.dtype, name="images")
    signature = serving_signature
    if image_size is not None:
        size = (1, *image_size, pictures.channels)
        images = tf.TensorSpec(size, tf.float32, name="images")
        signature = partial(serving_signature, class_type=tf.int32)
    names = agreed_names(model, None)
    with tempfile.TemporaryDirectory() as notes:
        assets = []
        if names:
            write_classes_file(Path(notes), names)
            assets.append(Path(notes) / CLASSES_NAME)
        if file := write_pictures_file(Path(notes), pictures):
            assets.append(file)
        write_archive(
            model,
            folder / VERSION,
            {"serve": (signature, images)},
            assets,
        )
    write_manifest(folder / VERSION)


def write_archive(
    model: keras.Model,
    path: Path,
    endpoints: dict,
    assets: Sequence[Path] = (),
    *,
    keeps_precision: bool = False,
) -> None:
    """Write a SavedModel whose variables also a TF1-style session finds.

    `tf.saved_model.save` would lose the variables of a Keras 3 model there,
    and a session is how TensorFlow Serving loads.

    Args:
        model: the model that the endpoints call.
        path: the folder to write.
        endpoints: name -> (signature maker, `TensorSpec` of the images).
        assets: files that travel within the SavedModel, under their names.
        keeps_precision: compute in what the layers say; by default a model
            of mixed precision computes in float32.
    """
    # Not `archive.track(model)`: the endpoints' variables are tracked anyway,
    # and tracked twice they are stored twice.
    archive = keras.export.ExportArchive()
    with nullcontext() if keeps_precision else float32_compute(model):
        for name, (signature, spec) in endpoints.items():
            function = archive.add_endpoint(name, signature(model), [spec])
            _order_variables(function.get_concrete_function(), model)
        # Keras' `track` drops everything but variables and lookup tables.
        archive._tf_trackable.files = [
            tf.saved_model.Asset(str(asset)) for asset in assets
        ]
        archive.write_out(str(path), verbose=False)
    number_functions(path)


def _order_variables(function, model: keras.Model) -> None:
    """As the model lists them; TensorFlow keeps those of a graph in a set.

    Args:
        function: a `tf.types.experimental.ConcreteFunction`.
        model: that it calls.
    """
    order = {id(v.value): place for place, v in enumerate(model.variables)}
    last = len(order)
    function.set_variables(
        sorted(
            function.variables,
            key=lambda v: (order.get(id(v), last), v.name),
        )
    )


@contextmanager
def float32_compute(model: keras.Model) -> Iterator[None]:
    """Let a mixed-precision model compute in float32 for a while.

    Its weights are float32 anyway. Half-precision arithmetic in a graph would
    be slow on servers without it and is refused by TFLite's CPU kernels.
    """
    # Keras has no public way to reach layers within layers.
    layers = list(model._flatten_layers())
    policies = [layer.dtype_policy for layer in layers]
    try:
        for layer, policy in zip(layers, policies, strict=True):
            if policy.compute_dtype in ("float16", "bfloat16"):
                layer.dtype_policy = keras.DTypePolicy("float32")
        yield
    finally:
        for layer, policy in zip(layers, policies, strict=True):
            layer.dtype_policy = policy
