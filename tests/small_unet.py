"""A network of somebody else's: sides must be multiples of 8, by default."""

import keras


def small_unet(size=(None, None), skips=True, halvings=3):
    """Halvings and doublings, three classes; without skips its logits have
    another size than an image of other sides.
    """
    images = keras.Input((*size, 3))
    x, skipped = images, []
    for _ in range(halvings):
        x = keras.layers.Conv2D(4, 3, padding="same", activation="relu")(x)
        skipped.append(x)
        x = keras.layers.MaxPooling2D(2)(x)
    for skip in reversed(skipped):
        x = keras.layers.UpSampling2D(2)(x)
        if skips:
            x = keras.layers.Concatenate()([x, skip])
    return keras.Model(images, keras.layers.Conv2D(3, 1)(x))
