"""Diagrams of the papers' networks, with the strides and rates of a config."""

import itertools

from deeplab_family.backbones import ResNetConfig
from deeplab_family.models import (
    DeepLabV3Config,
    DUCHDCConfig,
    GALDNetConfig,
    GCNConfig,
    VortexNetConfig,
)
from deeplab_family.papers.network_table import networks
from pictures.diagram import Box, Diagram

POOLING = ("image pooling", "mean, 1x1")
Parts = tuple[dict[str, Box], list[tuple[str, str]]]


def paper_config(arxiv: str):
    """Config of a paper's network in docs/networks, by its number there."""
    return next(row.config for row in networks() if row.table == arxiv)


def deeplabv3(config: DeepLabV3Config) -> Diagram:
    """DeepLabv3 with its pyramid."""
    convolutions = ["1x1", *(f"3x3, rate {rate}" for rate in config.rates)]
    branches = [(name, f"{config.filters} channels") for name in convolutions]
    if config.image_pooling:
        branches.append(POOLING)
    return _pyramid(
        "DeepLabv3: atrous spatial pyramid pooling",
        "arXiv:1706.05587, figure 5",
        config,
        branches,
    )


def vortex(config: VortexNetConfig) -> Diagram:
    """DeepLabv3 whose branches see averages as wide as their rate."""
    pyramid = config.pyramid
    side = pyramid["center_kernel_size"]
    branches = [(f"{side}x{side}", f"{config.filters} channels")]
    for window, rate in zip(
        pyramid["windows"][1:], pyramid["atrous_rates"], strict=True
    ):
        branches.append((f"mean {window} x {window}", f"3x3, rate {rate}"))
    if config.image_pooling:
        branches.append(POOLING)
    return _pyramid(
        "Vortex pooling: means as wide as the rate",
        "arXiv:1804.06242, figure 3",
        config,
        branches,
    )


def duc_hdc(config: DUCHDCConfig) -> Diagram:
    """Hybrid dilation in the backbone, dense upsampling above it."""
    factor, rates = config.factor, config.atrous_rates
    channels = f"{factor}x{factor}x{config.num_classes} channels"
    branches = [(f"3x3, rate {rate}", channels) for rate in rates]
    ends = (
        ("sum", (f"{channels}",), "join"),
        ("depth to space", (f"x {factor}",), "upsampling"),
        ("bilinear", (f"x {config.cell}: logits",), "upsampling"),
    )
    return _branched(
        "DUC + HDC: hybrid dilation, dense upsampling",
        "arXiv:1702.08502, sections 3.1 and 3.2",
        config,
        branches,
        ends,
    )


def galdnet(config: GALDNetConfig) -> Diagram:
    """Global aggregation, then local distribution."""
    if (config.aggregation, config.arrangement) != ("cgnl", "gald"):
        raise ValueError(
            "The diagram is of `aggregation='cgnl'` and `arrangement='gald'`. "
            f"Received: {config.aggregation!r} and {config.arrangement!r}"
        )
    halvings = config.mask_ratio.bit_length() - 1
    stride = config.backbone.output_stride
    three = ("3x3", f"{config.filters} channels")
    masks = (f"{halvings} depthwise", "3x3, stride 2")
    sigmoid = (f"bilinear x {config.mask_ratio}", "sigmoid: M")
    boxes, arrows = _backbone(config.backbone, row=0)
    boxes |= {
        "reduce": Box(1, 3, three, "head"),
        "half": Box(1, 2, ("depthwise 3x3", "stride 2"), "head"),
        "cgnl": Box(1, 1, ("CGNL", "all pixels and", "channels"), "head"),
        "back": Box(1, 0, ("bilinear x 2", "F"), "upsampling"),
        "masks": Box(2, 0, masks, "head"),
        "sigmoid": Box(2, 1, sigmoid, "upsampling"),
        "spread": Box(2, 2, ("M * F + F",), "join"),
        "refine": Box(3, 2, three, "head"),
        "join": Box(3, 4, ("side by side", "3x3"), "join"),
        "scores": Box(4, 4, ("1x1", f"{config.num_classes} classes"), "head"),
        "logits": Box(4, 3, ("bilinear", f"x {stride}: logits"), "upsampling"),
    }
    path = "res5 reduce half cgnl back masks sigmoid spread refine join"
    arrows += [*_path(f"{path} scores logits"), ("back", "spread")]
    return _diagram(
        "GALD-Net: global aggregation, then local distribution",
        "arXiv:1909.07229, figures 2 and 3",
        config,
        boxes,
        [*arrows, ("res5", "join")],
    )


def gcn(config: GCNConfig) -> Diagram:
    """Large kernels at four strides, added up by doubling."""
    side, refined = config.kernel_size, config.boundary_refinement
    boxes, arrows = _backbone(config.backbone, row=0)
    keys = ("res5", "res4", "res3", "res2")
    kernels = (f"{side}x1, 1x{side} +", f"1x{side}, {side}x1")
    residual = ("refinement", "two 3x3, added")
    for key, above in zip(keys, (None, *keys), strict=False):
        row, words = boxes[key].row, [] if above is None else ["sum"]
        boxes[f"{key} gcn"] = Box(1, row, ("GCN", *kernels), "head")
        path = [key, f"{key} gcn"]
        if refined:
            boxes[f"{key} refined"] = Box(2, row, residual, "head")
            path.append(f"{key} refined")
            words += ["refinement"] if above else []
        words += [] if key == "res2" else ["doubling"]
        boxes[f"{key} sum"] = Box(3, row, tuple(words), "join")
        arrows += itertools.pairwise([*path, f"{key} sum"])
        if above:
            arrows.append((f"{above} sum", f"{key} sum"))
    last = ("doubling", *(["refinement"] if refined else []))
    row = boxes["res2"].row
    boxes["half"] = Box(4, row, last, "upsampling")
    boxes["logits"] = Box(5, row, (*last, "logits"), "upsampling")
    arrows += _path("half logits")
    return _diagram(
        "GCN: large kernels at four strides",
        "arXiv:1703.02719, figure 2",
        config,
        boxes,
        [*arrows, ("res2 sum", "half")],
    )


def _pyramid(title, source, config, branches) -> Diagram:
    """Branches side by side, a classifier, bilinear upsampling."""
    stride = config.backbone.output_stride
    ends = (
        ("side by side", ("1x1",), "join"),
        ("1x1", (f"{config.num_classes} classes",), "head"),
        ("bilinear", (f"x {stride}: logits",), "upsampling"),
    )
    return _branched(title, source, config, branches, ends)


def _branched(title, source, config, branches, ends) -> Diagram:
    middle = (len(branches) - 1) / 2
    boxes, arrows = _backbone(config.backbone, row=middle - 2)
    for row, lines in enumerate(branches):
        boxes[f"branch {row}"] = Box(1, row, lines, "head")
        arrows += [("res5", f"branch {row}"), (f"branch {row}", "end 0")]
    for place, (name, lines, kind) in enumerate(ends):
        boxes[f"end {place}"] = Box(2 + place, middle, (name, *lines), kind)
    chain = [f"end {place}" for place in range(len(ends))]
    arrows += itertools.pairwise(chain)
    return _diagram(title, source, config, boxes, arrows)


def _backbone(backbone: ResNetConfig, row: float) -> Parts:
    """The chain from the image down to res5, in the first column."""
    boxes = {"image": Box(0, row, ("image", "stem: stride 4"), "data")}
    for block, key in enumerate(backbone.feature_keys[:4]):
        rates = rate_words(backbone.rates[block])
        lines = (key, f"stride {backbone.feature_strides[key]}", rates)
        boxes[key] = Box(0, row + block + 1, lines, "backbone")
    return boxes, list(itertools.pairwise(boxes))


def rate_words(rates: tuple[int, ...]) -> str:
    """Rates of a block's units in few words: "rates 1, 2, 5, 9 ..."."""
    if len(set(rates)) == 1:
        return f"rate {rates[0]}"
    if len(rates) <= 4:
        return f"rates {', '.join(map(str, rates))}"
    return f"rates {', '.join(map(str, rates[:4]))} ..."


def _path(names: str) -> list[tuple[str, str]]:
    return list(itertools.pairwise(names.split()))


def _diagram(title, source, config, boxes, arrows) -> Diagram:
    backbone = f"ResNet-{config.backbone.depth}"
    stride = config.backbone.output_stride
    subtitle = f"{backbone}, output stride {stride}. {source}"
    return Diagram(title, subtitle, boxes, tuple(arrows))
