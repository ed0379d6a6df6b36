"""Every network times every phone file: does it convert, does it answer alike?

    python -m benchmarks.export_matrix

Writes its table into docs/export/matrix.md. The networks are those of
docs/networks/index.md with few classes, and at a small size: it is the
operations that count.
Half an hour on two cores; `--networks gcn` and `--kinds float32` shorten it
and print instead.
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import keras
import numpy as np
import tyro

from deeplab_family.backbones import (
    MobileNetV2Config,
    MobileNetV3Config,
    ResNetConfig,
    ResNetGCNConfig,
)
from deeplab_family.console.tables import (
    Table,
    numbers,
    words,
)
from deeplab_family.inference import KerasPredictor, Prediction, load_predictor
from deeplab_family.models import (
    DeepLabV3Config,
    DeepLabV3PlusConfig,
    DUCHDCConfig,
    GALDNetConfig,
    GCNConfig,
    PSPNetConfig,
    VortexNetConfig,
)
from export import ExportError, export_tflite
from export.tflite.tflite_file import count_operations
from export.tflite.variants import VARIANTS
from input_pipeline.atomic_files import write_atomic

PAGE = Path(__file__).parents[1] / "docs" / "export" / "matrix.md"
BEGIN = "<!-- matrix: written by benchmarks.export_matrix -->"
END = "<!-- end of matrix -->"
SIZE = (65, 97)
IMAGES = 4
V2 = MobileNetV2Config(alpha=0.35)
V3 = MobileNetV3Config(size="small", alpha=0.75)
RESNET = ResNetConfig(depth=50)
FEW = {"num_classes": 5, "filters": 32}
NETWORKS = {
    "DeepLabv3, ResNet-50": DeepLabV3Config(**FEW, backbone=RESNET),
    "DeepLabv3, MobileNetV2": DeepLabV3Config(**FEW, backbone=V2),
    "DeepLabv3, MobileNetV3": DeepLabV3Config(**FEW, backbone=V3),
    "DeepLabv3+, MobileNetV2": DeepLabV3PlusConfig(
        **FEW, backbone=V2, separable=True
    ),
    "GCN, ResNet-GCN": GCNConfig(num_classes=5, backbone=ResNetGCNConfig()),
    "GCN, MobileNetV2": GCNConfig(num_classes=5, backbone=V2),
    "GCN, MobileNetV3": GCNConfig(num_classes=5, backbone=V3),
    "DUC + HDC, MobileNetV2": DUCHDCConfig(num_classes=5, backbone=V2),
    "GALD-Net, MobileNetV2": GALDNetConfig(**FEW, backbone=V2, padding="same"),
    "PSPNet, MobileNetV2": PSPNetConfig(**FEW, backbone=V2),
    "Vortex pooling, MobileNetV2": VortexNetConfig(**FEW, backbone=V2),
    "Vortex pooling, MobileNetV3": VortexNetConfig(**FEW, backbone=V3),
}


def main(
    networks: tuple[str, ...] = (), kinds: tuple[str, ...] = tuple(VARIANTS)
) -> None:
    """Converts and compares; writes the page when nothing was left out.

    Args:
        networks: those whose name holds one of these words; all by default.
        kinds: the phone files.
    """
    chosen = {
        name: config
        for name, config in NETWORKS.items()
        if not networks or any(word in name.lower() for word in networks)
    }
    rows = []
    for name, config in chosen.items():
        keras.utils.set_random_seed(0)
        rows += cells(name, with_statistics(config.build()), kinds)
        print(table(rows[-len(kinds) :]), file=sys.stderr, flush=True)
    text = table(rows)
    if len(rows) == len(NETWORKS) * len(VARIANTS):
        write_between(PAGE, text)
    print(text)


def with_statistics(model: keras.Model) -> keras.Model:
    """Gives the batch norms of a fresh network something to do.

    Fresh, they change nothing, and a converter that loses one would pass.
    """
    rng = np.random.default_rng(0)
    ranges = {
        "gamma": (0.8, 1.2),
        "beta": (-0.2, 0.2),
        "moving_mean": (-0.2, 0.2),
        "moving_variance": (0.8, 1.2),
    }
    for variable in model.variables:
        name = variable.path.rpartition("/")[2]
        if name in ranges:
            variable.assign(rng.uniform(*ranges[name], variable.shape))
    return model


def cells(
    name: str, model: keras.Model, kinds: Sequence[str]
) -> list[tuple[str, ...]]:
    """The rows of one network: as each of these kinds of file."""
    images = draw()
    expected = KerasPredictor(model)(images)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for kind, made in convert(model, folder, kinds, images).items():
            facts = ("no", str(made), "", "", "")
            if isinstance(made, Path):
                facts = compare(made, expected, images)
            rows.append((name, kind, *facts))
    return rows


def convert(
    model: keras.Model, folder: str, kinds: Sequence[str], images: np.ndarray
) -> dict[str, Path | ExportError]:
    """The file of each kind, or why there is none."""
    try:
        return export_tflite(
            model, folder, SIZE, variants=kinds, calibration=images
        )
    except ExportError as error:
        if len(kinds) == 1:
            return {kinds[0]: error}
    # Together they are faster, but one that fails takes all with it.
    made = {}
    for kind in kinds:
        made |= convert(model, folder, [kind], images)
    return made


def compare(
    path: Path, expected: Prediction, images: np.ndarray
) -> tuple[str, ...]:
    """What a file answers, beside what the Keras model answered."""
    answer = load_predictor(path)(images)
    equal = np.mean(answer.class_map == expected.class_map)
    difference = np.abs(answer.probabilities - expected.probabilities).max()
    return (
        "yes",
        f"{equal:.2%}",
        f"{difference:.1g}",
        f"{path.stat().st_size / 1e6:.2f}",
        str(sum(count_operations(path).values())),
    )


def draw() -> np.ndarray:
    """Smooth color gradients, uint8 `(IMAGES, *SIZE, 3)`."""
    rng = np.random.default_rng(1)
    rows, columns = (np.linspace(0, 3, n) for n in SIZE)
    phases = rng.uniform(0, 6, (IMAGES, 1, 1, 3, 2))
    waves = np.sin(rows[:, None, None] + phases[..., 0]) * np.cos(
        columns[None, :, None] + phases[..., 1]
    )
    return np.rint(127.5 + 127.5 * waves).astype(np.uint8)


def table(rows: Sequence[tuple[str, ...]]) -> str:
    """The rows as a table of Markdown."""
    columns = words("network", "file", "converts") + numbers(
        "equal pixels", "largest difference", "MB", "operations"
    )
    return Table(columns=columns, rows=tuple(rows)).markdown() + "\n"


def write_between(page: Path, text: str) -> None:
    """Replace what stands between the markers of a page."""
    head, rest = page.read_text(encoding="utf-8").split(BEGIN)
    _, tail = rest.split(END)
    write_atomic(page, f"{head}{BEGIN}\n{text}{END}{tail}")


if __name__ == "__main__":
    tyro.cli(main)
