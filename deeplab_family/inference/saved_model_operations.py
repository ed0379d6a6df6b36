"""Operations of TensorFlow that compute, and do nothing else.

Not the stateless ones: TensorFlow counts `ReadFile` among them.
"""

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
