"""TFLite graph that can be rewritten."""

from collections import Counter
from pathlib import Path

import numpy as np
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.tools import flatbuffer_utils

from export.tflite.tflite_file import (
    pack_model,
    read_model,
)

TYPES = {
    np.dtype(np.float32): schema.TensorType.FLOAT32,
    np.dtype(np.float16): schema.TensorType.FLOAT16,
    np.dtype(np.int32): schema.TensorType.INT32,
    np.dtype(np.int8): schema.TensorType.INT8,
}


class TFLiteGraph:
    """The one subgraph of a TFLite file, its operations in running order.

    Operations and tensors are the schema's own objects; an operation names
    its tensors by their number. A file of float16 keeps its constants in half
    precision behind a DEQUANTIZE each; here what comes out of it counts as
    the constant.

    Args:
        path: the `.tflite` file.
    """

    def __init__(self, path: Path):
        self.model = read_model(path)
        self.graph = self.model.subgraphs[0]
        self._unpacking, self._halves = [], {}
        for operator in self.operators:
            if self.code(operator) == schema.BuiltinOperator.DEQUANTIZE:
                self._note_halves(operator)

    @property
    def operators(self) -> list:
        """The operations; replace the list to rewrite the graph."""
        return self.graph.operators

    @operators.setter
    def operators(self, operators: list) -> None:
        self.graph.operators = operators

    def code(self, operator) -> int:
        """The `BuiltinOperator` of an operation."""
        code = self.model.operatorCodes[operator.opcodeIndex]
        return flatbuffer_utils.get_builtin_code_from_operator_code(code)

    def shape(self, tensor: int) -> tuple[int, ...]:
        """The static shape of a tensor."""
        return tuple(int(n) for n in self.graph.tensors[tensor].shape)

    def is_fixed(self, tensor: int) -> bool:
        """Whether the shape of a tensor is known before it runs."""
        signature = self.graph.tensors[tensor].shapeSignature
        return signature is None or all(n >= 0 for n in signature)

    def type(self, tensor: int) -> int:
        """The `TensorType` of a tensor."""
        return self.graph.tensors[tensor].type

    def constant(self, tensor: int) -> np.ndarray | None:
        """The numbers of a constant, or `None`.

        float32, int32, int8, or float16 if the tensor itself holds halves.
        """
        if tensor < 0:
            return None
        if int(tensor) in self._halves:
            halves = self.constant(self._halves[int(tensor)])
            return halves.astype(np.float32)
        buffer = self.model.buffers[self.graph.tensors[tensor].buffer]
        kinds = [d for d, t in TYPES.items() if t == self.type(tensor)]
        if buffer.data is None or not len(buffer.data) or not kinds:
            return None
        numbers = np.asarray(buffer.data, np.uint8).view(kinds[0])
        return numbers.reshape(self.shape(tensor))

    def readers(self) -> Counter[int]:
        """Number of reads of each tensor, as an output of the graph too."""
        return Counter(
            int(tensor)
            for reads in [
                *(o.inputs for o in self.operators),
                self.graph.outputs,
            ]
            for tensor in reads
        )

    def add_constant(self, values: np.ndarray, like: int = -1) -> int:
        """A new constant, quantized or of half precision as `like` is."""
        if like in self._halves:
            return self._add_halves(values, like)
        buffer = schema.BufferT()
        data = np.ascontiguousarray(values)
        buffer.data = np.frombuffer(data.tobytes(), np.uint8)
        self.model.buffers.append(buffer)
        tensor = self._add(values.shape, TYPES[values.dtype], like)
        tensor.buffer = len(self.model.buffers) - 1
        return len(self.graph.tensors) - 1

    def _add_halves(self, values: np.ndarray, like: int) -> int:
        halves = self.add_constant(values.astype(np.float16))
        tensor = self.add_tensor(values.shape, like)
        unpack = self.operation("DEQUANTIZE", [halves], [tensor])
        self._unpacking.append(unpack)
        self._note_halves(unpack)
        return tensor

    def add_tensor(self, shape: tuple[int, ...], like: int) -> int:
        """A new tensor of this shape; in all else it is as `like`."""
        self._add(shape, self.type(like), like)
        return len(self.graph.tensors) - 1

    def operation(self, name: str, inputs, outputs, options=None):
        """A new operation, not yet among `operators`.

        Args:
            name: as in `BuiltinOperator`.
            inputs: numbers of the tensors that it reads.
            outputs: numbers of the tensors that it writes.
            options: the schema's object of its options.
        """
        operator = schema.OperatorT()
        operator.opcodeIndex = self._opcode(name)
        operator.inputs = np.array(inputs, np.int32)
        operator.outputs = np.array(outputs, np.int32)
        if options is not None:
            kind = type(options).__name__.removesuffix("T")
            operator.builtinOptionsType = getattr(schema.BuiltinOptions, kind)
            operator.builtinOptions = options
        return operator

    def write(self, path: Path) -> None:
        """Write the graph as a TFLite file, without constants nobody reads."""
        self._place_unpacking()
        readers = self.readers()
        for number, tensor in enumerate(self.graph.tensors):
            if not readers[number] and tensor.buffer:
                tensor.buffer = 0
        self._empty_unused_buffers()
        path.write_bytes(pack_model(self.model))

    def _note_halves(self, operator) -> None:
        """Remember where a DEQUANTIZE has its float16 constant from."""
        (halves,), (floats,) = operator.inputs, operator.outputs
        is_half = self.type(halves) == schema.TensorType.FLOAT16
        if is_half and self.constant(halves) is not None:
            self._halves[int(floats)] = int(halves)

    def _place_unpacking(self) -> None:
        """Put new DEQUANTIZE first, and drop those that nobody reads."""
        self.operators = self._unpacking + self.operators
        self._unpacking = []
        readers = self.readers()
        self.operators = [
            operator
            for operator in self.operators
            if int(operator.outputs[0]) not in self._halves
            or readers[int(operator.outputs[0])]
        ]

    def _empty_unused_buffers(self) -> None:
        used = {t.buffer for g in self.model.subgraphs for t in g.tensors}
        used |= {entry.buffer for entry in self.model.metadata or ()}
        for number, buffer in enumerate(self.model.buffers):
            if number not in used:
                buffer.data = None

    def _add(self, shape, kind, like) -> schema.TensorT:
        tensor = schema.TensorT()
        tensor.shape = np.array(shape, np.int32)
        tensor.type, tensor.buffer = kind, 0
        tensor.name = f"rewritten_{len(self.graph.tensors)}"
        if like >= 0:
            tensor.quantization = self.graph.tensors[like].quantization
        self.graph.tensors.append(tensor)
        return tensor

    def _opcode(self, name: str) -> int:
        wanted = getattr(schema.BuiltinOperator, name)
        for index, code in enumerate(self.model.operatorCodes):
            found = flatbuffer_utils.get_builtin_code_from_operator_code(code)
            if found == wanted:
                return index
        code = schema.OperatorCodeT()
        code.builtinCode, code.version = wanted, 1
        code.deprecatedBuiltinCode = min(wanted, 127)
        self.model.operatorCodes.append(code)
        return len(self.model.operatorCodes) - 1
