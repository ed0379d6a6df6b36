"""Receptive field of each TensorFlow operation: its stride, offset, reach.

For each operation that looks beside its pixel: where pixel i of its result
stands in the map it reads, and how far around it reaches.
"""

import math
from typing import NamedTuple

import tensorflow as tf


class Step(NamedTuple):
    """One operation along one side of a map.

    Pixel i of the result reads the pixels within `reach` of
    `i * stride + offset`. Halves mean between two pixels.
    """

    stride: float = 1.0
    offset: float = 0.0
    reach: float = 0.0


# Their results tell the size of a map, not what is in it.
BLIND = {"Shape", "ShapeN", "Size", "Rank", "OnesLike", "ZerosLike"}
REDUCTIONS = {"Max", "Mean", "Min", "Prod", "Sum"}
PRODUCTS = {"BatchMatMul", "BatchMatMulV2", "Einsum", "MatMul"}
# Each pixel for itself, or the same pixels in another order of axes.
PIXELWISE = REDUCTIONS | PRODUCTS
PIXELWISE |= set(
    """Abs Add AddN AddV2 BiasAdd BroadcastTo Cast Elu Erf Exp
    ExpandDims FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3 Greater
    GreaterEqual Identity IdentityN LeakyRelu Less LessEqual Log Maximum Minimum
    Mul Neg Pow PreventGradient RealDiv Relu Relu6 Reshape Rsqrt Selu SelectV2
    Sigmoid Softmax Softplus Split SplitV Sqrt Square SquaredDifference Squeeze
    StopGradient Sub Tanh Transpose""".split()
)


def mixes_all_pixels(operation, sees: list[bool]) -> bool:
    """Whether each result depends on every pixel of a map.

    Args:
        operation: a `tf.Operation`.
        sees: for each of its inputs, whether it depends on the image.
    """
    if operation.type in PRODUCTS:
        # A product with weights on its right mixes channels only.
        return sees != [True, False]
    if operation.type in REDUCTIONS:
        rank = operation.inputs[0].shape.rank
        axes = tf.get_static_value(operation.inputs[1])
        if rank != 4 or axes is None:
            return True
        return any(axis % rank in (1, 2) for axis in axes.flatten())
    return False


def _convolution(operation):
    kernel = operation.inputs[1].shape[:2]
    return _windows(operation, kernel, operation.get_attr("dilations")[1:3])


def _pooling(operation):
    return _windows(operation, operation.get_attr("ksize")[1:3], (1, 1))


def _windows(operation, sizes, rates):
    if operation.get_attr("data_format") != b"NHWC":
        return None
    strides = operation.get_attr("strides")[1:3]
    lengths = operation.inputs[0].shape[1:3]
    steps = []
    for side, (size, rate, stride) in enumerate(
        zip(sizes, rates, strides, strict=True)
    ):
        span = (size - 1) * rate
        before = _before(operation, side, lengths[side], span, stride)
        steps.append(Step(stride, span / 2 - before, span / 2))
    return steps


def _before(operation, side, length, span, stride):
    """Pixels added at the start of a side."""
    padding = operation.get_attr("padding")
    if padding == b"EXPLICIT":
        return operation.get_attr("explicit_paddings")[2 + 2 * side]
    if padding == b"VALID":
        return 0
    results = math.ceil(length / stride)
    return max((results - 1) * stride + span + 1 - length, 0) // 2


def _transposed(operation):
    if operation.get_attr("data_format") != b"NHWC":
        return None
    kernel = operation.inputs[1].shape[:2]
    strides = operation.get_attr("strides")[1:3]
    lengths = operation.outputs[0].shape[1:3]
    steps = []
    for side, (size, stride) in enumerate(zip(kernel, strides, strict=True)):
        before = _before(operation, side, lengths[side], size - 1, stride)
        middle = (before - (size - 1) / 2) / stride
        # As many taps as meet in the pixel that most of them meet in.
        reach = (math.ceil(size / stride) - 1) / 2
        steps.append(Step(1 / stride, middle, reach))
    return steps


def _joining(operation):
    """Side by side in the channels, not in the plane."""
    axis = tf.get_static_value(operation.inputs[-1])
    rank = operation.outputs[0].shape.rank
    if axis is None or axis % rank != rank - 1:
        return None
    return [Step(), Step()]


def _padding(operation):
    borders = tf.get_static_value(operation.inputs[1])
    if borders is None or len(borders) != 4:
        return None
    return [Step(offset=-int(before)) for before, _ in borders[1:3]]


def _slicing(operation):
    begin, stride = (
        tf.get_static_value(operation.inputs[index]) for index in (1, 3)
    )
    rank = operation.inputs[0].shape.rank
    if rank == 2:  # a vector for each image has no pixels to cut
        return [Step(), Step()]
    masks = ("ellipsis_mask", "new_axis_mask", "shrink_axis_mask")
    if rank != 4 or any(operation.get_attr(mask) for mask in masks):
        return None
    if begin is None or stride is None or min(stride) < 1:
        return None
    steps = [Step(), Step()]
    for axis in (1, 2):
        if axis < len(begin):
            open_start = operation.get_attr("begin_mask") >> axis & 1
            start = 0 if open_start else int(begin[axis])
            if start < 0:
                start += operation.inputs[0].shape[axis]
            steps[axis - 1] = Step(int(stride[axis]), start)
    return steps


def _resizing(operation):
    sizes = operation.inputs[0].shape[1:3], operation.outputs[0].shape[1:3]
    corners = operation.get_attr("align_corners")
    half_pixels = operation.get_attr("half_pixel_centers")
    steps = []
    for source, target in zip(*sizes, strict=True):
        stride = source / target
        if corners and target > 1:
            stride = (source - 1) / (target - 1)
        offset = (stride - 1) / 2 if half_pixels else 0.0
        on_pixels = stride.is_integer() and offset.is_integer()
        nearest = operation.type == "ResizeNearestNeighbor"
        steps.append(Step(stride, offset, 0 if on_pixels or nearest else 0.5))
    return steps


def _depth_to_space(operation):
    factor = operation.get_attr("block_size")
    return [Step(1 / factor, -(factor - 1) / (2 * factor))] * 2


def _space_to_batch(operation):
    """Dilated depthwise convolutions go this way."""
    blocks, borders = _blocks(operation)
    if blocks is None:
        return None
    return [
        Step(int(block), -int(before))
        for block, (before, _) in zip(blocks, borders, strict=True)
    ]


def _batch_to_space(operation):
    blocks, borders = _blocks(operation)
    if blocks is None:
        return None
    return [
        Step(1 / int(block), int(before) / int(block))
        for block, (before, _) in zip(blocks, borders, strict=True)
    ]


def _blocks(operation):
    """Size of the blocks, and what is added or cut, along both sides."""
    blocks, borders = map(tf.get_static_value, operation.inputs[1:3])
    if blocks is None or borders is None or len(blocks) != 2:
        return None, None
    return blocks, borders


STEPS = {
    "AvgPool": _pooling,
    "BatchToSpaceND": _batch_to_space,
    "ConcatV2": _joining,
    "Conv2D": _convolution,
    "Conv2DBackpropInput": _transposed,
    "DepthToSpace": _depth_to_space,
    "DepthwiseConv2dNative": _convolution,
    "MaxPool": _pooling,
    "MirrorPad": _padding,
    "Pad": _padding,
    "PadV2": _padding,
    "ResizeBilinear": _resizing,
    "ResizeNearestNeighbor": _resizing,
    "SpaceToBatchND": _space_to_batch,
    "StridedSlice": _slicing,
}
