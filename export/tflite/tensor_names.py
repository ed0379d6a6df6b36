"""Tensor names of a TFLite file, the same in every file.

The converter calls tensors after the graph that they came from, such as
`StatefulPartitionedCall:1`; a reader that asks the interpreter and not the
signature gets to see that.
"""

from pathlib import Path

import numpy as np

from export.plain_signatures import (
    ANSWERS,
    SIGNATURE,
)
from export.tflite.tflite_file import text_of
from export.tflite.tflite_graph import TFLiteGraph


def clean_names(path: Path) -> None:
    """Name the tensors at both ends as the signature does, in place.

    The signature is called `serving_default`; answers stand in the order of
    `signature.ANSWERS`, in the signature and in the graph.

    Args:
        path: a `.tflite` file with one signature.
    """
    graph = TFLiteGraph(path)
    (signature,) = graph.model.signatureDefs
    signature.signatureKey = SIGNATURE
    signature.outputs.sort(key=lambda entry: ANSWERS.index(text_of(entry.name)))
    ends = [*signature.inputs, *signature.outputs]
    names = {int(entry.tensorIndex): text_of(entry.name) for entry in ends}
    for number, tensor in enumerate(graph.graph.tensors):
        if number in names:
            tensor.name = names[number]
        elif text_of(tensor.name) in names.values():
            tensor.name = f"{text_of(tensor.name)}_within"
    graph.graph.outputs = np.array(
        [entry.tensorIndex for entry in signature.outputs], np.int32
    )
    graph.write(path)
