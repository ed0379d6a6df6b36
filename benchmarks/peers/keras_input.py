"""Training batches augmented by Keras' preprocessing layers.

Keras has no layer that scales and then crops both image and mask: zooming
inside a frame of the crop's size comes nearest.
"""

import keras
import tensorflow as tf

IGNORE = 255


def with_keras_layers(
    pairs: tf.data.Dataset, size: tuple[int, int], batch_size: int
) -> tf.data.Dataset:
    """Pads or cuts to `size`, zooms by 0.5 to 2, flips.

    Args:
        pairs: dataset of uint8 images `(h, w, 3)` and ids `(h, w, 1)`.
        size: `(height, width)` of the result.
        batch_size: images in a batch.

    Returns:
        Batches of float32 images and int32 ids.
    """
    # A factor of the layer is how much smaller the picture appears.
    zoom = keras.layers.RandomZoom((-0.5, 1.0), fill_mode="constant")
    flip = keras.layers.RandomFlip("horizontal")

    def frame(image, label):
        # Ids move up by one, since the layers fill with zero.
        parts = tf.cast(image, tf.float32), tf.cast(label, tf.int32) + 1
        names = "images", "segmentation_masks"
        return {
            name: tf.image.resize_with_crop_or_pad(part, *size)
            for name, part in zip(names, parts, strict=True)
        }

    def augment(batch):
        batch = flip(zoom(batch, training=True), training=True)
        label = tf.cast(batch["segmentation_masks"], tf.int32) - 1
        return batch["images"], tf.where(label < 0, IGNORE, label)

    return (
        pairs.map(frame, tf.data.AUTOTUNE)
        .batch(batch_size)
        .map(augment, tf.data.AUTOTUNE)
        .prefetch(tf.data.AUTOTUNE)
    )
