"""Trust in a SavedModel: checksums and allowed operations, before loading.

Two things are looked at before TensorFlow loads anything. The folder must be
as `deeplab export` wrote it, by the checksums it left in the folder; whoever
changes both is not found, since nothing is signed. And every operation that
can run must be one of `OPERATIONS`, none of which opens a file, a connection
or Python; that holds for a forged folder too. What remains possible is to
waste memory and time, or to exploit a fault of TensorFlow itself.
"""

import hashlib
import json
from pathlib import Path

from google.protobuf.message import DecodeError
from tensorflow.core.protobuf.saved_model_pb2 import SavedModel

MANIFEST = "assets.extra/deeplab_family.json"
GRAPH = "saved_model.pb"
SHOWN = 5
OPERATIONS = frozenset(
    # Variables, constants, control flow and lists.
    """
    Assert AssignVariableOp Case CheckNumerics CheckNumericsV2 Const EnsureShape
    Identity IdentityN If NoOp PartitionedCall Placeholder
    PlaceholderWithDefault PreventGradient ReadVariableOp ResourceGather
    ResourceGatherNd StatefulPartitionedCall StatelessCase StatelessIf
    StatelessWhile StopGradient TensorListConcatV2 TensorListElementShape
    TensorListFromTensor TensorListGather TensorListGetItem TensorListLength
    TensorListPopBack TensorListPushBack TensorListReserve TensorListResize
    TensorListSetItem TensorListStack VarHandleOp VarIsInitializedOp
    VariableShape While
    """.split()
    # One number from one, two or three.
    + """
    Abs Acos Acosh Add AddN AddV2 Angle ApproximateEqual Asin Asinh Atan Atan2
    Atanh Bitcast BitwiseAnd BitwiseOr BitwiseXor Cast Ceil ClipByValue Complex
    ComplexAbs Conj Cos Cosh Digamma Div DivNoNan Elu Equal Erf Erfc Erfinv Exp
    Expm1 Floor FloorDiv FloorMod Greater GreaterEqual Imag Inv Invert IsFinite
    IsInf IsNan LeakyRelu LeftShift Less LessEqual Lgamma Log Log1p LogicalAnd
    LogicalNot LogicalOr Maximum Minimum Mod Mul MulNoNan Neg NextAfter NotEqual
    Pow Real RealDiv Reciprocal Relu Relu6 RightShift Rint Round Rsqrt Select
    SelectV2 Selu Sigmoid Sign Sin Sinh Softplus Softsign Sqrt Square
    SquaredDifference Sub Tan Tanh TruncateDiv TruncateMod Xdivy Xlog1py Xlogy
    ZerosLike OnesLike
    """.split()
    # Shapes and places.
    + """
    BatchToSpace BatchToSpaceND BroadcastArgs BroadcastTo Concat ConcatOffset
    ConcatV2 DepthToSpace Diag DiagPart ExpandDims ExtractImagePatches Fill
    Gather GatherNd GatherV2 InvertPermutation LinSpace MatrixBandPart
    MatrixDiag MatrixDiagPart MatrixDiagPartV3 MatrixDiagV3 MirrorPad OneHot
    Pack Pad PadV2 ParallelConcat Range Rank Reshape Reverse ReverseSequence
    ReverseV2 Roll ScatterNd Shape ShapeN Size Slice Snapshot
    SpaceToBatch SpaceToBatchND SpaceToDepth Split SplitV Squeeze StridedSlice
    TensorScatterAdd TensorScatterMax TensorScatterMin TensorScatterSub
    TensorScatterUpdate Tile Transpose Unpack UnravelIndex UpperBound LowerBound
    Where
    """.split()
    # Many numbers together.
    + """
    All Any ArgMax ArgMin BatchMatMul BatchMatMulV2 BatchMatMulV3 Bincount
    Bucketize Cross Cumprod Cumsum CumulativeLogsumexp DenseBincount
    DynamicPartition DynamicStitch Einsum EuclideanNorm HistogramFixedWidth
    InTopKV2 L2Loss LogSoftmax MatMul Max Mean Min Prod SegmentMax
    SegmentMaxV2 SegmentMean SegmentMin SegmentMinV2 SegmentProd SegmentProdV2
    SegmentSum SegmentSumV2 Softmax SparseSoftmaxCrossEntropyWithLogits
    SoftmaxCrossEntropyWithLogits Sum TopK TopKV2 Unique UniqueV2
    UniqueWithCounts UniqueWithCountsV2 UnsortedSegmentMax UnsortedSegmentMin
    UnsortedSegmentProd UnsortedSegmentSum FFT FFT2D FFT3D IFFT IFFT2D IFFT3D
    RFFT RFFT2D IRFFT IRFFT2D Cholesky MatrixDeterminant MatrixInverse
    MatrixSolve MatrixTriangularSolve Qr SelfAdjointEigV2 Svd
    """.split()
    # Networks.
    + """
    AvgPool AvgPool3D BiasAdd BiasAddV1 Conv Conv2D Conv2DBackpropInput
    Conv2DBackpropInputV2 Conv3D Conv3DBackpropInputV2 DepthwiseConv2dNative
    DepthwiseConv2dNativeBackpropInput Dilation2D FakeQuantWithMinMaxArgs
    FakeQuantWithMinMaxVars FakeQuantWithMinMaxVarsPerChannel FusedBatchNorm
    FusedBatchNormV2 FusedBatchNormV3 LRN MaxPool MaxPool3D MaxPoolV2
    MaxPoolWithArgmax FractionalAvgPool FractionalMaxPool
    """.split()
    # Pictures, and the bytes they come in.
    + """
    AdjustContrastv2 AdjustHue AdjustSaturation AsString
    CombinedNonMaxSuppression CropAndResize DecodeAndCropJpeg DecodeBase64
    DecodePaddedRaw
    DecodeBmp DecodeGif DecodeImage DecodeJpeg DecodePng DecodeRaw DecodeWebP
    DrawBoundingBoxesV2 EncodeBase64 EncodeJpeg EncodePng ExtractJpegShape
    HSVToRGB ImageProjectiveTransformV2
    ImageProjectiveTransformV3 NonMaxSuppressionV2 NonMaxSuppressionV3
    NonMaxSuppressionV4 NonMaxSuppressionV5 ResizeArea ResizeBicubic
    ResizeBilinear ResizeNearestNeighbor RGBToHSV ScaleAndTranslate
    StaticRegexFullMatch StaticRegexReplace StringFormat StringJoin StringLength
    StringLower StringSplitV2 StringStrip StringToNumber StringUpper Substr
    UnicodeDecode DecodeCompressed ReduceJoin
    """.split()
    # Data sets of what is in memory; the functions that they map are looked
    # into. The serving graph outlives a damaged image by one of them.
    + """
    ConcatenateDataset DatasetToSingleElement IgnoreErrorsDataset MapDataset
    OptionsDataset TakeDataset TensorDataset
    """.split()
)


def write_manifest(folder: Path) -> None:
    """Leave the checksum of every file, as the last step of an export.

    Args:
        folder: that holds `saved_model.pb`.
    """
    content = {"files": _checksums(folder)}
    path = folder / MANIFEST
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def why_untrusted(folder: Path) -> str:
    """Say in a few words why somebody must vouch for a SavedModel, or "".

    Args:
        folder: that holds `saved_model.pb`.
    """
    return _not_as_written(folder) or _other_operations(folder / GRAPH)


def _not_as_written(folder: Path) -> str:
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8")
        expected = dict(json.loads(text)["files"])
    except FileNotFoundError:
        return "was not written by `deeplab export`"
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return f"has a damaged {MANIFEST}"
    found = _checksums(folder)
    changed = [
        name
        for name in sorted(found.keys() | expected.keys())
        if found.get(name) != expected.get(name)
    ]
    if changed:
        return f"is not as `deeplab export` wrote it: {_some(changed)}"
    return ""


def _other_operations(graph: Path) -> str:
    try:
        others = sorted(_operations(graph) - OPERATIONS)
    except (DecodeError, ValueError):
        return f"has a {GRAPH} that cannot be read"
    if others:
        return f"uses operations beyond those of a network: {_some(others)}"
    return ""


def _operations(graph: Path) -> set[str]:
    """All that can run when the model is loaded and asked.

    The functions that save and restore checkpoints stand in every graph;
    TensorFlow never calls them when it loads one of the present kind.

    Raises:
        ValueError: the file is of another kind.
    """
    meta_graphs = SavedModel.FromString(graph.read_bytes()).meta_graphs
    if len(meta_graphs) != 1 or not meta_graphs[0].HasField("object_graph_def"):
        raise ValueError("made by TensorFlow 1")
    (meta,) = meta_graphs
    functions = {f.signature.name: f for f in meta.graph_def.library.function}
    keeper = meta.saver_def
    keeping = {
        name.partition(":")[0]
        for name in (keeper.save_tensor_name, keeper.restore_op_name)
    }
    nodes = meta.graph_def.node
    kept = [node for node in nodes if node.name in keeping]
    only_keeping = _reached(kept, functions)
    roots = [node for node in nodes if node.name not in keeping]
    named = {*meta.object_graph_def.concrete_functions}
    named |= functions.keys() - only_keeping
    for name in named & functions.keys():
        roots += functions[name].node_def
    for name in _reached(roots, functions):
        roots += functions[name].node_def
    # A function may be called by its name, as if it were an operation.
    return {node.op for node in [*roots, *kept]} - functions.keys()


def _reached(nodes, functions) -> set[str]:
    """Names of the functions that nodes call, and those call."""
    reached, waiting = set(), list(nodes)
    while waiting:
        for name in _called(waiting.pop()):
            if name in functions and name not in reached:
                reached.add(name)
                waiting += functions[name].node_def
    return reached


def _called(node):
    yield node.op
    for attribute in node.attr.values():
        yield attribute.func.name
        yield from (function.name for function in attribute.list.func)


def _checksums(folder: Path) -> dict[str, str]:
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != MANIFEST:
            with path.open("rb") as file:
                found[name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def _some(names: list[str]) -> str:
    more = ", ..." if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


# Operations of TensorFlow that compute, and do nothing else.
#
# Not the stateless ones: TensorFlow counts `ReadFile` among them.
