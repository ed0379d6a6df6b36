"""Inference of DeepLabv3's tables: stride, scales and mirroring, row by row.

Source: Chen et al., arXiv:1706.05587, section 4.2, tables 6 and 12.
"""

from deeplab_family.evaluation.protocol import Protocol
from deeplab_family.papers.row import Row

MULTI_SCALE = "inference only: six scales"
FLIPPED = "inference only: six scales, mirrored too"


def inference_rows(
    table, recipe, scores, protocol, scales, data
) -> tuple[Row, ...]:
    """Rows of one training: stride 16, stride 8, more scales, mirrored."""
    config = recipe.model
    dense = config.with_output_stride(8)
    finer = protocol.asking(output_stride=8)
    scaled = finer.asking(scales=scales)
    best = best_protocol(protocol, scales)
    variants = (
        ("output stride 16", config, "", protocol),
        ("output stride 8", dense, "", finer),
        ("output stride 8, more scales", dense, MULTI_SCALE, scaled),
        ("output stride 8, more scales, mirrored", dense, FLIPPED, best),
    )
    return tuple(
        Row(
            table=table,
            name=name,
            config=config,
            paper_value=score,
            note=note,
            recipe=recipe,
            protocol=protocol,
            **data,
        )
        for (name, config, note, protocol), score in zip(
            variants, scores, strict=True
        )
    )


def best_protocol(
    protocol: Protocol, scales, output_stride: int = 8
) -> Protocol:
    """Protocol that averages all scales, mirrored too (section 4.2)."""
    return protocol.asking(
        output_stride=output_stride, scales=scales, flip=True
    )
