"""State dicts with torchvision's names and shapes, and random values."""

import numpy as np

UNITS = {50: (3, 4, 6, 3), 101: (3, 4, 23, 3), 152: (3, 8, 36, 3)}
# kernel, inner, out, squeezed (0 for none), of MobileNetV3-Large
MOBILE_UNITS = (
    (3, 16, 16, 0),
    (3, 64, 24, 0),
    (3, 72, 24, 0),
    (5, 72, 40, 24),
    (5, 120, 40, 32),
    (5, 120, 40, 32),
    (3, 240, 80, 0),
    (3, 200, 80, 0),
    (3, 184, 80, 0),
    (3, 184, 80, 0),
    (3, 480, 112, 120),
    (3, 672, 112, 168),
    (5, 672, 160, 168),
    (5, 960, 160, 240),
    (5, 960, 160, 240),
)


def random_state(shapes, seed=0):
    """A state dict in which every part has something to say."""
    generator = np.random.default_rng(seed)
    return {
        name: _values(generator, name, shape) for name, shape in shapes.items()
    }


def blank_state(shapes):
    """A state dict of zeros, which take no memory."""
    return {
        name: np.broadcast_to(np.float32(0), shape)
        for name, shape in shapes.items()
    }


def _values(generator, name, shape):
    if name.endswith("num_batches_tracked"):
        return np.array(100, np.int64)
    if len(shape) > 1:
        deviation = (2 / np.prod(shape[1:])) ** 0.5
        if ".fc" in name:  # gates that are not all open or shut
            deviation /= 100
        values = generator.normal(0, deviation, shape)
    elif name.endswith("running_var") or name.endswith("weight"):
        values = generator.uniform(0.5, 1.5, shape)
    else:
        values = generator.normal(0, 0.1, shape)
    return values.astype(np.float32)


def resnet_shapes(depth, prefix="", classes=1000):
    """`torchvision.models.resnet50` and its deeper ones.

    `classes=0` leaves the last layer out, as in a segmentation network.
    """
    shapes = conv_bn(f"{prefix}conv1", f"{prefix}bn1", (64, 3, 7, 7))
    width = 64
    for layer, units in enumerate(UNITS[depth], start=1):
        inner = 32 * 2**layer
        for unit in range(units):
            name = f"{prefix}layer{layer}.{unit}."
            for part, shape in enumerate(
                (
                    (inner, width, 1, 1),
                    (inner, inner, 3, 3),
                    (4 * inner, inner, 1, 1),
                ),
                start=1,
            ):
                shapes |= conv_bn(f"{name}conv{part}", f"{name}bn{part}", shape)
            if unit == 0:
                shapes |= conv_bn(
                    f"{name}downsample.0",
                    f"{name}downsample.1",
                    (4 * inner, width, 1, 1),
                )
            width = 4 * inner
    return shapes | (conv("fc", (classes, 2048)) if classes else {})


def mobilenet_shapes(prefix):
    """`torchvision.models.mobilenet_v3_large(...).features`."""
    shapes = _layers(f"{prefix}0", (16, 3, 3, 3))
    width = 16
    for unit, (kernel, inner, out, squeezed) in enumerate(MOBILE_UNITS, 1):
        parts = [] if inner == width else [(inner, width, 1, 1)]
        parts.append((inner, 1, kernel, kernel))
        for index, shape in enumerate(parts):
            shapes |= _layers(f"{prefix}{unit}.block.{index}", shape)
        index = len(parts)
        if squeezed:
            gate = f"{prefix}{unit}.block.{index}"
            shapes |= conv(f"{gate}.fc1", (squeezed, inner, 1, 1))
            shapes |= conv(f"{gate}.fc2", (inner, squeezed, 1, 1))
            index += 1
        project = f"{prefix}{unit}.block.{index}"
        shapes |= _layers(project, (out, inner, 1, 1))
        width = out
    return shapes | _layers(f"{prefix}16", (960, 160, 1, 1))


def deeplab_shapes(backbone, width, classes, auxiliary_width=0):
    """A `deeplabv3_*`, on the shapes of its backbone of `width` channels."""
    head = "classifier.0."
    shapes = dict(backbone)
    shapes |= _layers(f"{head}convs.0", (256, width, 1, 1))
    for branch in (1, 2, 3):
        shapes |= _layers(f"{head}convs.{branch}", (256, width, 3, 3))
    # 0 is the pooling
    pooled = f"{head}convs.4"
    shapes |= conv_bn(f"{pooled}.1", f"{pooled}.2", (256, width, 1, 1))
    shapes |= _layers(f"{head}project", (256, 1280, 1, 1))
    shapes |= conv_bn("classifier.1", "classifier.2", (256, 256, 3, 3))
    shapes |= conv("classifier.4", (classes, 256, 1, 1))
    if auxiliary_width:
        inner = auxiliary_width // 4
        shapes |= _layers("aux_classifier", (inner, auxiliary_width, 3, 3))
        shapes |= conv("aux_classifier.4", (classes, inner, 1, 1))
    return shapes


def conv(name, shape):
    return {f"{name}.weight": shape, f"{name}.bias": shape[:1]}


def conv_bn(name, bn, shape):
    parts = ("weight", "bias", "running_mean", "running_var")
    return {
        f"{name}.weight": shape,
        **{f"{bn}.{part}": shape[:1] for part in parts},
        f"{bn}.num_batches_tracked": (),
    }


def _layers(name, shape):
    return conv_bn(f"{name}.0", f"{name}.1", shape)
