"""Heads on the stages of a GALD network: FCN, aggregation, distribution.

Source: Li et al., arXiv:1909.07229, section 4.2 and figure 5: two more heads
on the features of the FCN and of GA. The paper then fine-tunes the network;
here all of it is frozen and the heads alone are trained, so that they tell
what these features hold, and the network stays what it was.
"""

from collections.abc import Callable, Iterable, Sequence

import keras
import numpy as np

from deeplab_family.figures.class_maps import draw_class_maps
from deeplab_family.figures.figure_sample import FigureSample
from deeplab_family.figures.mask_maps import require_gald
from deeplab_family.layers import ClassifierHead, ResizeLike
from deeplab_family.losses import MaskedCrossEntropy
from input_pipeline import DatasetSpec

STAGES = {"fcn": "FCN", "ga": "after GA"}
LEARNING_RATE = 1e-2


def build_stage_heads(network: keras.Model) -> keras.Model:
    """A model with a fresh head on FCN's features and on those of GA.

    FCN's are F', the input of the block; those of GA are what the
    distribution gets. The network is frozen, its statistics included.

    Args:
        network: a GALD network with an aggregation, in arrangement "gald".

    Returns:
        A model from images to `{"fcn": logits, "ga": logits}`, each float32
        `(batch, height, width, classes)`. It shares the network's layers.

    Raises:
        ValueError: if it is another network, or the stages are not in this
            order.
    """
    config = require_gald(network)
    if config.aggregation is None or config.arrangement != "gald":
        raise ValueError(
            'Stages need an `aggregation` and `arrangement="gald"`. '
            f"Received: {config.aggregation!r}, {config.arrangement!r}"
        )
    network.trainable = False
    block = network.get_layer("gald")
    features = keras.Model(network.input, block.input, name="features")
    images = keras.Input(config.image_shape, name="images")
    fcn = features(images, training=False)
    ga = block.aggregation(fcn, training=False)
    stride = config.backbone.output_stride
    logits = {
        name: ResizeLike(stride=stride, name=name)(
            [
                ClassifierHead(
                    config.num_classes, dropout_rate=0.0, name=f"{name}_head"
                )(x),
                images,
            ]
        )
        for name, x in (("fcn", fcn), ("ga", ga))
    }
    return keras.Model(images, logits, name="stage_heads")


def train_stage_heads(
    heads: keras.Model,
    batches: Iterable,
    steps: int,
    ignore_label: int = 255,
    progress: Callable[[int, int], None] | None = None,
) -> list[float]:
    """Trains the heads with Adam, its rate falling to 0 along a cosine.

    Args:
        heads: of `build_stage_heads`.
        batches: endless pairs of images `(batch, height, width, 3)` and
            labels `(batch, height, width)`.
        steps: int >= 1.
        ignore_label: label of pixels that are not learned.
        progress: called with the number of steps that are done, and of all.

    Returns:
        The loss of each step, both heads together.
    """
    rate = keras.optimizers.schedules.CosineDecay(LEARNING_RATE, steps)
    heads.compile(
        optimizer=keras.optimizers.Adam(rate),
        loss={name: MaskedCrossEntropy(ignore_label) for name in STAGES},
    )
    losses = []
    for images, labels in batches:
        pixels = np.asarray(images, np.float32)
        truth = dict.fromkeys(STAGES, np.asarray(labels))
        heads.reset_metrics()  # else it is the mean of all steps so far
        losses.append(float(heads.train_on_batch(pixels, truth)[0]))
        if progress is not None:
            progress(len(losses), steps)
        if len(losses) == steps:
            break
    return losses


def draw_stages(
    network: keras.Model,
    heads: keras.Model,
    samples: Sequence[FigureSample],
    spec: DatasetSpec,
) -> np.ndarray:
    """The paper's figure 5: image | label | FCN | after GA | after GALD.

    Args:
        network: the whole one, for the last column.
        heads: of `build_stage_heads`, trained.
        samples: what is shown.
        spec: names and colors of the classes.

    Returns:
        uint8 RGB picture.
    """

    def predict(image: np.ndarray) -> dict[str, np.ndarray]:
        images = image[None].astype(np.float32)
        answers = heads(images, training=False)
        answers["gald"] = network(images, training=False)
        return {
            name: np.argmax(logits[0], axis=-1).astype(np.uint8)
            for name, logits in answers.items()
        }

    def column(stage):
        return lambda image: predict(image)[stage]

    titles = {**STAGES, "gald": "after GALD"}
    columns = [(title, column(stage)) for stage, title in titles.items()]
    return draw_class_maps(columns, samples, spec)
