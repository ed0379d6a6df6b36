"""A network that halves its maps, made to take images of any size.

Four poolings and as many doublings join maps that fit only where the sides
are multiples of 16. The image is padded to such sides with the color that
training and evaluation pad with, and the answer is cut back.
"""

import keras
import tensorflow as tf

from deeplab_family.inference import KerasPredictor
from deeplab_family.inference.image_size_errors import find_multiple
from input_pipeline.augment.pad import padding_color


def padded_network(
    model: keras.Model, image_size: tuple[int, int]
) -> keras.Model:
    """The model itself, if it takes any size; otherwise within a padding.

    Args:
        model: maps RGB `(batch, height, width, 3)`, 0 to 255, to logits.
        image_size: (height, width) in pixels to begin asking with.

    Returns:
        A model that takes `image_size` and others. `multiple_of` says to what
        its images are padded. The model itself, too, if it has a fixed size
        or no padding helps.

    Raises:
        ModelFileError: the model does not map RGB images to logits.
    """
    multiple = needed_multiple(model, image_size)
    return model if multiple == 1 else within_padding(model, multiple)


def needed_multiple(model: keras.Model, image_size: tuple[int, int]) -> int:
    """Number that the sides of the model's images must be multiples of.

    Args:
        model: maps RGB images to logits.
        image_size: (height, width); sizes a little larger are tried.

    Returns:
        1 if it takes every side, has a fixed size or fails at all that were
        tried, up to 128.
    """
    if KerasPredictor(model).input_size is not None:
        return 1

    def takes(size):
        return _answers(model, *size)

    def size_of(multiple):
        return tuple(
            (-(-side // multiple) | 1) * multiple for side in image_size
        )

    if takes(size_of(1)):
        return 1
    found = find_multiple(takes, size_of)
    return 1 if found is None else found[0]


def within_padding(model: keras.Model, multiple: int) -> keras.Model:
    """The model, its images padded to a multiple, its logits cut back.

    Args:
        model: maps RGB `(batch, height, width, 3)`, 0 to 255, to logits.
        multiple: of pixels, > 1.
    """
    images = keras.Input((None, None, model.input_shape[-1]))
    logits = model(PadToMultiple(multiple)(images))
    padded = keras.Model(images, CutTo()(logits, images))
    padded.padded_to = multiple
    padded.within_padding = model
    padded.value_range = getattr(model, "value_range", None)
    if getattr(model, "class_names", None):
        padded.class_names = tuple(model.class_names)
    return padded


def multiple_of(model: keras.Model) -> int:
    """Multiple that a model pads its images to: 1 if it does not."""
    return getattr(model, "padded_to", 1)


def unpadded(model: keras.Model) -> keras.Model:
    """The network within the padding; the model itself without one."""
    return getattr(model, "within_padding", model)


def pad_images(images: tf.Tensor, multiple: int) -> tf.Tensor:
    """Pad at the bottom and right, to the next multiple.

    Args:
        images: float `(batch, height, width, channels)`.
        multiple: of pixels, >= 1.
    """
    if multiple == 1:
        return images
    size = keras.ops.shape(images)[1:3]
    # Of positive numbers, since tf2onnx takes `%` of negative ones otherwise.
    more = [[0, multiple - 1 - (side - 1) % multiple] for side in size]
    color = padding_color("mean", images.shape[-1])
    color = tf.constant(color, images.dtype)
    return tf.pad(images - color, [[0, 0], *more, [0, 0]]) + color


@keras.saving.register_keras_serializable("deeplab_family_export")
class PadToMultiple(keras.layers.Layer):
    """`pad_images` as a layer.

    Args:
        multiple: of pixels, >= 1.
    """

    def __init__(self, multiple: int, **kwargs):
        super().__init__(**kwargs)
        self.multiple = multiple

    def call(self, images):
        return pad_images(images, self.multiple)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], None, None, input_shape[3])

    def get_config(self):
        return {**super().get_config(), "multiple": self.multiple}


@keras.saving.register_keras_serializable("deeplab_family_export")
class CutTo(keras.layers.Layer):
    """The top left part of the logits, as large as the images."""

    def call(self, logits, images):
        height, width = keras.ops.shape(images)[1:3]
        return logits[:, :height, :width]

    def compute_output_shape(self, logits_shape, images_shape):
        return (*images_shape[:3], logits_shape[3])


def _answers(model, height, width) -> bool:
    try:
        shape = (1, height, width, model.input_shape[-1])
        logits = model(tf.zeros(shape), training=False)
    except (ValueError, tf.errors.OpError):
        return False
    return logits.shape[1:3] == (height, width)
