"""Damaged files of annotations: every place with every hostile value."""

import copy
import random

from input_pipeline.errors import DataError

HOSTILE = (
    *(None, -7.5, [], {}, "", [[[]]], 10**400, float("nan")),
    *("../../etc/passwd\0", "\ud800\0", [None] * 6, True),
)
"""No field that means something may be one of these."""


def places(node, path=()):
    """The path of every value in a tree of JSON."""
    if path:
        yield path
    entries = node.items() if isinstance(node, dict) else ()
    entries = enumerate(node) if isinstance(node, list) else entries
    for key, value in entries:
        yield from places(value, (*path, key))


def replaced(tree, path, value):
    tree = copy.deepcopy(tree)
    node = tree
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    return tree


def damaged_texts(text: bytes, count):
    """A text with some bytes changed, and sometimes cut off."""
    rng = random.Random(0)
    for _ in range(count):
        made = bytearray(text)
        for _ in range(rng.randint(1, 3)):
            made[rng.randrange(len(made))] = rng.randrange(256)
        if rng.random() < 0.2:
            made = made[: rng.randrange(len(made))]
        yield bytes(made)


def judge(kind, root):
    """Labels by name of an export that is good, else None.

    Anything else than `DataError` or a broken image is a crash.
    """
    try:
        dataset = kind(root, val_share=0)
        export = dataset.read()
        if export.broken:
            assert all(": " in one.reason for one in export.broken)
            return None
        spec = dataset.spec
        images = [i for of in export.splits.values() for i in of]
        drawn = {i.name: dataset.drawing(i)() for i in images}
    except DataError:
        return None
    for label in drawn.values():
        assert set(label.ravel().tolist()) <= {*range(spec.num_classes), 255}
    return drawn
