"""Any size gets the right answer or a refusal, also where it is unknown."""

import re

import numpy as np
import tensorflow as tf

REFUSAL = re.compile(r"The image must have at least \d+ pixels[^\n\]\x1b]+")


def assert_a_graph_answers_as_python(model, sizes, refused=()):
    """Compares a graph of unknown height and width with eager calls.

    Every size is asked for twice, with a larger image in between, as made-up
    values are what lay in the memory before.

    Args:
        model: a network.
        sizes: pairs of height and width that it answers for.
        refused: pairs that it refuses, each in the same words on both roads.
    """
    unknown = tf.TensorSpec((None, None, None, 3))
    graph = tf.function(model, input_signature=[unknown])
    larger = _draw(97, 49)
    for height, width in sizes:
        images = _draw(height, width)
        expected = np.asarray(model(images))
        assert expected.shape[:3] == (1, height, width)
        for _ in range(2):
            logits = graph(images).numpy()
            scale = np.abs(expected).max()
            np.testing.assert_allclose(logits, expected, atol=1e-4 * scale)
            graph(larger)
    for height, width in refused:
        images = _draw(height, width)
        expected = refusal(model, images)
        assert expected and f"Received: {height} x {width}." in expected
        assert refusal(graph, images) == expected


def refusal(function, images) -> str | None:
    """The sentence that a network refuses images with, None if it does not."""
    try:
        function(images)
    except (ValueError, tf.errors.InvalidArgumentError) as error:
        found = REFUSAL.search(str(error))
        return found and found[0]
    return None


def _draw(height, width):
    generator = np.random.default_rng(height * width)
    return generator.uniform(0, 255, (1, height, width, 3)).astype("float32")
