"""Network inspection: every fact that can be found without running it."""

import itertools
import json
import math
from dataclasses import asdict, dataclass

import keras

from deeplab_family.analysis.backbone_gridding import (
    Coverage,
    backbone_coverage,
)
from deeplab_family.analysis.network_stages import (
    Stage,
    stages,
)
from deeplab_family.analysis.pyramid_utilisation import (
    Pyramid,
    pyramids,
)
from deeplab_family.console.tables import (
    Column,
    Table,
    numbers,
    words,
)

COLUMNS = (
    *words("stage"),
    *numbers("stride"),
    Column("rates", number=True),
    *numbers(
        "channels", "parameters", "multiply-\nadds, M", "receptive\nfield"
    ),
)
LEAST_ASKED = ("channels", "rates", "stride", "receptive\nfield")


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """Facts about a network, found by `inspect_network`.

    Attributes:
        name: of the network.
        image_size: height and width it was inspected at.
        stages: in the order they run; the last one gives the logits.
        moving_statistics: numbers that batch normalizations keep.
        coverage: of the backbone's atrous blocks.
        pyramids: each with its utilisation ratio.
    """

    name: str
    image_size: tuple[int, int]
    stages: tuple[Stage, ...]
    moving_statistics: int
    coverage: tuple[Coverage, ...]
    pyramids: tuple[Pyramid, ...]

    @property
    def parameters(self) -> int:
        """Trainable weights."""
        return sum(stage.parameters for stage in self.stages)

    @property
    def multiply_adds(self) -> int:
        """Multiply-adds of all convolutions, for one image."""
        return sum(stage.multiply_adds for stage in self.stages)

    def table(self) -> Table:
        """The stages as a table, for a terminal or a page."""
        height, width = self.image_size
        total = [f"{self.parameters:,}", _millions(self.multiply_adds)]
        field = _field(self.stages[-1].receptive_field)
        return Table(
            title=f"{self.name} at {height} x {width}",
            columns=COLUMNS,
            rows=tuple((one.name, *_cells(one)) for one in self.stages),
            foot=(("all", "", "", "", *total, field),),
            least_asked=LEAST_ASKED,
            framed=False,
        )

    def notes(self) -> str:
        """Notes below the table, a fact a line."""
        lines = [f"moving statistics: {self.moving_statistics:,}"]
        lines += [_coverage_line(line) for line in self.coverage]
        lines += [_pyramid_line(pyramid) for pyramid in self.pyramids]
        return "\n".join(lines)

    def to_json(self) -> str:
        """JSON text of all facts.

        A receptive field without end is "whole image", an unknown one null.
        """
        content = {
            "name": self.name,
            "image_size": self.image_size,
            "parameters": self.parameters,
            "moving_statistics": self.moving_statistics,
            "multiply_adds": self.multiply_adds,
            "stages": [_stage_content(stage) for stage in self.stages],
            "coverage": [asdict(line) for line in self.coverage],
            "pyramids": [asdict(pyramid) for pyramid in self.pyramids],
        }
        return json.dumps(content, indent=2, allow_nan=False) + "\n"


def inspect_network(model: keras.Model, height: int, width: int) -> Inspection:
    """Inspects a network; its backbone is known if the model has a config.

    Args:
        model: a built functional model from images to logits.
        height: int > 0, of the image, in pixels.
        width: int > 0, of the image, in pixels.
    """
    backbone = getattr(getattr(model, "config", None), "backbone", None)
    return Inspection(
        name=model.name,
        image_size=(height, width),
        stages=stages(model, height, width),
        moving_statistics=sum(
            math.prod(weight.shape)
            for weight in model.non_trainable_variables
            if weight.name.startswith("moving")
        ),
        coverage=backbone_coverage(backbone),
        pyramids=pyramids(model, height, width),
    )


def _cells(stage):
    yield str(stage.stride)
    yield _rates(stage.atrous_rates)
    yield str(stage.channels)
    yield f"{stage.parameters:,}" if stage.parameters else ""
    yield _millions(stage.multiply_adds) if stage.multiply_adds else ""
    yield _field(stage.receptive_field)


def _rates(rates):
    unlike = len(set(rates)) > 1
    return " ".join(str(rate) for rate in (rates if unlike else rates[:1]))


def _millions(count):
    return f"{count / 1e6:,.1f}"


def _field(size):
    sides = dict.fromkeys(_pixels(side) for side in size)
    return " x ".join("?" if side is None else str(side) for side in sides)


def _pixels(side):
    """Whole pixels, "whole image", or None where not known."""
    if math.isnan(side):
        return None
    return "whole image" if math.isinf(side) else math.ceil(side - 1e-6)


def _stage_content(stage):
    sides = [_pixels(side) for side in stage.receptive_field]
    return {**asdict(stage), "receptive_field": sides}


def _coverage_line(line):
    first, *_, last = line.blocks * 2
    blocks = first if len(line.blocks) == 1 else f"{first} to {last}"
    if not line.unseen:
        seen = f"all {line.reach} pixels of a line are seen"
    else:
        seen = f"{len(line.unseen)} of {line.reach} pixels of a line unseen"
        seen += f" ({_some(line.unseen)})"
    rates = _runs(line.atrous_rates)
    return f"{blocks}, rates {rates}: {seen}; M_2 is {line.largest_hole}"


def _runs(rates):
    """Rates in words, repetitions counted."""
    runs = ((rate, len(list(run))) for rate, run in itertools.groupby(rates))
    return ", ".join(
        f"{rate} ({count} times)"
        if count > 3
        else ", ".join([str(rate)] * count)
        for rate, count in runs
    )


def _some(offsets):
    """Offsets right of the center; those on the left mirror them."""
    right = [str(offset) for offset in offsets if offset > 0]
    return ", ".join(right[:8] + ["..."] * (len(right) > 8))


def _pyramid_line(pyramid):
    height, width = pyramid.map_size
    return (
        f"{pyramid.path}: utilisation ratio {pyramid.utilisation_ratio:.4f} "
        f"of {height} x {width}"
    )
