"""Multi-scale inference in plain numpy, for tests to compare with."""

import numpy as np


def places(source, target, aligned):
    index = np.arange(target)
    if aligned:
        return index * ((source - 1) / max(target - 1, 1))
    return np.clip((index + 0.5) * source / target - 0.5, 0, source - 1)


def plain_resize(images, size, aligned):
    for axis, target in zip((1, 2), size, strict=True):
        source = images.shape[axis]
        at = places(source, target, aligned)
        low = np.floor(at).astype(int)
        high = np.minimum(low + 1, source - 1)
        share = (at - low).reshape((-1, 1, 1) if axis == 1 else (-1, 1))
        images = np.take(images, low, axis) * (1 - share) + (
            np.take(images, high, axis) * share
        )
    return images


def plain_softmax(logits):
    exponents = np.exp(logits - logits.max(-1, keepdims=True))
    return exponents / exponents.sum(-1, keepdims=True)


def plain_mean(network, images, scales, flip, finish, aligned):
    """The mean over scales and mirrored images; a network maps arrays."""
    height, width = images.shape[1:3]
    answers = []
    for scale in scales:
        if aligned:
            size = int((height - 1) * scale + 1), int((width - 1) * scale + 1)
        else:
            size = round(height * scale), round(width * scale)
        small = plain_resize(images, size, aligned)
        logits = plain_resize(network(small), (height, width), aligned)
        answers.append(finish(logits))
        if flip:
            logits = network(small[:, :, ::-1])
            logits = plain_resize(logits, (height, width), aligned)
            answers.append(finish(logits)[:, :, ::-1])
    return np.mean(answers, axis=0)
