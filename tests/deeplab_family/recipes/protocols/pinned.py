"""Pins: every number of a protocol, each with its place in the paper.

A protocol is a dict of `path: (value, place)`; a path leads through the fields
of a `Recipe`. What neither paper nor released code says has the place "ours".
"""

OURS = "ours: the paper does not say"
UNUSED = "the paper has no such thing"

SCALE = "data.scale.minimum data.scale.maximum data.scale.step".split()

ALWAYS = {
    # Fields that every stage of every paper pins.
    *"model.kind model.num_classes".split(),
    *"model.backbone.depth model.backbone.stem".split(),
    *"model.backbone.output_stride model.backbone.multi_grid".split(),
    *"model.backbone.hybrid_dilation".split(),
    *"model.backbone.batch_norm_momentum".split(),
    *"data.dataset data.train_split data.eval_split data.eval_size".split(),
    *"data.crop_size data.batch_size data.padding".split(),
    *SCALE,
    *"data.flip.probability data.rotation data.jitter.brightness".split(),
    *"data.bootstrap.classes data.patches.layout data.mix.datasets".split(),
    *"train.total_steps train.weights train.freeze".split(),
    *"train.schedule.kind train.schedule.learning_rate".split(),
    *"train.optimizer.kind train.optimizer.momentum".split(),
    "train.optimizer.weight_decay",
    "train.head_learning_rate_multiplier",
    "train.loss.kind",
}

OFF = {
    # What no paper of the five uses unless its protocol says so.
    "model.backbone.stem": ("root", "He et al., table 1: one 7x7 convolution"),
    "model.backbone.hybrid_dilation": (None, UNUSED),
    "data.eval_split": ("val", "the split that the paper's tables judge by"),
    "data.padding": ("mean", "official DeepLab code: the mean pixel"),
    "data.flip.probability": (0.5, "left to right, every other image"),
    "data.rotation": (0.0, UNUSED),
    "data.jitter.brightness": (0.0, UNUSED),
    "data.bootstrap.classes": ((), UNUSED),
    "data.patches.layout": ("off", UNUSED),
    "data.mix.datasets": ((), UNUSED),
    "train.freeze": ((), "all weights are trained"),
    "train.weights": ("imagenet", "all five papers start from ImageNet"),
    "train.head_learning_rate_multiplier": (1.0, "one rate for all layers"),
    "train.loss.kind": ("cross_entropy", "one softmax a pixel"),
}


def unscaled(place: str) -> dict:
    """Images keep their size."""
    minimum, maximum, _ = SCALE
    step = "of no effect where both ends are 1"
    return {
        minimum: (1.0, place),
        maximum: (1.0, place),
        SCALE[2]: (0.25, step),
    }


def scaled(minimum, maximum, step, place: str) -> dict:
    """Images are resized by a random factor."""
    values = zip(SCALE, (minimum, maximum, step), strict=True)
    return {path: (value, place) for path, value in values}
