"""ADE20K, the release for scene parsing, in the folders it comes in.

images/<part>/<name>.jpg          part: training or validation
annotations/<part>/<name>.png     (0: not annotated, 1..150: the classes)

Source: Zhou et al., "Scene Parsing through ADE20K Dataset", CVPR 2017; names
are the first ones of each row of its `objectInfo150.txt`.
"""

from pathlib import Path

from input_pipeline.datasets.dataset import FileDataset
from input_pipeline.datasets.pairing import pair_files, refuse_unknown_split
from input_pipeline.datasets.spec import DatasetSpec, voc_palette
from input_pipeline.errors import DataError
from input_pipeline.sample import IGNORE_LABEL, SamplePaths

CLASS_NAMES = tuple(
    name.strip()
    for name in """
    wall, building, sky, floor, tree, ceiling, road, bed, windowpane, grass,
    cabinet, sidewalk, person, earth, door, table, mountain, plant, curtain,
    chair, car, water, painting, sofa, shelf, house, sea, mirror, rug, field,
    armchair, seat, fence, desk, rock, wardrobe, lamp, bathtub, railing,
    cushion, base, box, column, signboard, chest of drawers, counter, sand,
    sink, skyscraper, fireplace, refrigerator, grandstand, path, stairs,
    runway, case, pool table, pillow, screen door, stairway, river, bridge,
    bookcase, blind, coffee table, toilet, flower, book, hill, bench,
    countertop, stove, palm, kitchen island, computer, swivel chair, boat,
    bar, arcade machine, hovel, bus, towel, light, truck, tower, chandelier,
    awning, streetlight, booth, television receiver, airplane, dirt track,
    apparel, pole, land, bannister, escalator, ottoman, bottle, buffet,
    poster, stage, van, ship, fountain, conveyer belt, canopy, washer,
    plaything, swimming pool, stool, barrel, basket, waterfall, tent, bag,
    minibike, cradle, oven, ball, food, step, tank, trade name, microwave,
    pot, animal, bicycle, lake, dishwasher, screen, blanket, sculpture, hood,
    sconce, vase, traffic light, tray, ashcan, fan, pier, crt screen, plate,
    monitor, bulletin board, shower, radiator, glass, clock, flag
    """.split(",")
)
SPLITS = {"train": "training", "val": "validation"}
_INSIDE = "ADEChallengeData2016"
_NO_TEST_LABELS = "The labels of the test split are not published"


class ADE20KDataset(FileDataset):
    """Rooms and places: 150 classes; what is not annotated is ignored.

    Args:
        root: the folder `ADEChallengeData2016`, or the one above.

    Raises:
        DataError: if there are no `images` and `annotations`.
    """

    marks = ("annotations/training", "annotations/validation")
    spec = DatasetSpec(
        CLASS_NAMES,
        voc_palette(len(CLASS_NAMES)),
        label_map=(
            (0, IGNORE_LABEL),
            *((i + 1, i) for i in range(len(CLASS_NAMES))),
        ),
    )

    def __init__(self, root: str | Path):
        for folder in (Path(root), Path(root) / _INSIDE):
            self.root = folder
            if self.splits:
                return
        raise DataError(
            f"{root} is not ADE20K: it must hold images/training/<name>.jpg "
            "and annotations/training/<name>.png, as ADEChallengeData2016 does"
        )

    @property
    def splits(self) -> tuple[str, ...]:
        """The splits whose labels are there."""
        labels = self.root / "annotations"
        return tuple(
            s for s, part in SPLITS.items() if (labels / part).is_dir()
        )

    def samples(self, split: str) -> tuple[SamplePaths, ...]:
        """Lists the samples of one split, sorted by name.

        Raises:
            DataError: if the split is not there, or an image or a label lacks
                its partner.
        """
        hint = _NO_TEST_LABELS if split == "test" else ""
        refuse_unknown_split(split, self.splits, self.root, hint)
        part = SPLITS[split]
        return pair_files(
            self.root / "images" / part, self.root / "annotations" / part
        )
