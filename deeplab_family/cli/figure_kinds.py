"""Figures that `deeplab figure` draws, and what each of them needs."""

from dataclasses import dataclass

from deeplab_family.console.suggestions import did_you_mean

PICTURES = (".png", ".jpg", ".jpeg")


@dataclass(frozen=True)
class FigureKind:
    """Kind of figure, with what it needs.

    Attributes:
        about: for the help: what it shows, and whose figure it is.
        models: fewest and most; None for a figure without network or image.
        needs_data: whether it learns from labels.
        needs_layers: what it takes from a .keras file and no other file has;
            "" where any model will do.
        endings: of its file.
    """

    about: str
    models: tuple[int, int] | None = None
    needs_data: bool = False
    needs_layers: str = ""
    endings: tuple[str, ...] = PICTURES


FIGURES = {
    "valid-weights": FigureKind(
        "weights of an atrous kernel on the map, DeepLabv3 figure 4",
        endings=(*PICTURES, ".svg"),
    ),
    "gridding": FigureKind("pixels that atrous layers see, DUC figure 2"),
    "side-by-side": FigureKind(
        "class maps of networks, Vortex figure 5; of a patch, DUC figure 5",
        (1, 6),
    ),
    "receptive-field": FigureKind(
        "gradient of the central logit, GCN figure 3",
        (1, 6),
        needs_layers="gradients",
    ),
    "masks": FigureKind(
        "masks of local distribution, GALD figure 4",
        (1, 6),
        needs_layers="layers to look at",
    ),
    "stages": FigureKind(
        "heads on FCN, GA and GALD features, GALD figure 5",
        (1, 1),
        needs_data=True,
        needs_layers="layers to look at",
    ),
}


def kind_named(name: str) -> FigureKind:
    """The figure of a name; raises `ValueError` for an unknown one."""
    if name not in FIGURES:
        raise ValueError(
            f"NAME is one of {', '.join(FIGURES)}. Received: {name!r}"
            f"{did_you_mean(name, FIGURES)}"
        )
    return FIGURES[name]
