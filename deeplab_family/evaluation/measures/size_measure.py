"""Object sizes in an evaluation: what is found of small and large objects."""

from collections.abc import Sequence

from deeplab_family.console.tables import Table, numbers, words
from deeplab_family.evaluation.judged_image import JudgedImage
from deeplab_family.evaluation.measure import Measure, number, share
from deeplab_family.metrics import ObjectSizes


class SizeMeasure(Measure):
    """Recall of the pixels of objects, by class and size.

    Args:
        class_names: in the order of the ids.
        ignore_label: label of pixels that are not judged.

    Attributes:
        sizes: the counts.
    """

    name = "size"

    def __init__(self, class_names: Sequence[str], ignore_label: int = 255):
        self.class_names = tuple(class_names)
        self.sizes = ObjectSizes(len(class_names), ignore_label=ignore_label)

    def add(self, judged: JudgedImage) -> None:
        self.sizes.update(judged.labels, judged.class_map)

    def facts(self) -> dict:
        sizes = self.sizes
        return {
            "areas": list(sizes.areas),
            "classes": [
                {
                    "name": name,
                    "objects": sizes.objects[place].tolist(),
                    "found": list(map(number, sizes.found[place])),
                    "recall": list(map(number, sizes.recall[place])),
                }
                for place, name in enumerate(self.class_names)
            ],
        }

    def table(self) -> Table:
        sizes = self.sizes
        return Table(
            title="Recall by the size of objects",
            columns=words("class") + numbers(*self._headings()),
            rows=tuple(
                (name, *map(_cell, sizes.recall[place], sizes.objects[place]))
                for place, name in enumerate(self.class_names)
            ),
            caption=(
                "share of right pixels (number of objects); an object: "
                "connected pixels of one label"
            ),
        )

    def _headings(self) -> list[str]:
        sides = [f"{area**0.5:.4g}²" for area in self.sizes.areas]
        return [f"below {side}" for side in sides] + [f"{sides[-1]} and more"]


def _cell(recall: float, objects: int) -> str:
    return f"{share(recall)} ({objects:,})" if objects else ""
