"""The folder of a run as all its processes see it: one writes, all read."""

import contextlib
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import keras

import deeplab_family
from deeplab_family.recipes import Recipe
from deeplab_family.recipes.recipe_tree import tree_of
from deeplab_family.training.cluster import Cluster
from deeplab_family.training.recipe_changes import differences
from deeplab_family.training.resume import Checkpoint, read_checkpoint
from deeplab_family.training.work_directory import WorkDirectory
from input_pipeline import DatasetSpec

PLACES = {"data.root", "data.mix.roots", "data.check"}
"""Fields in which the processes of a run may differ."""

LOCK = ".lock"
CATCH_UP = 60
"""Seconds until a network drive shows everybody what one has written."""


@contextlib.contextmanager
def held_together(
    cluster: Cluster,
    path: Path,
    hold: Callable[[], contextlib.AbstractContextManager],
) -> Iterator[None]:
    """Keeps other runs out of a folder; the first process holds its lock.

    At the end all wait for each other, so that the files are complete.

    Args:
        cluster: the processes of this run.
        path: the folder.
        hold: what keeps other processes out, with a signed file `.lock`.

    Raises:
        ValueError: if another run trains here, or a process does not see the
            folder of the first one.
    """
    with contextlib.ExitStack() as stack:

        def lock() -> str:
            stack.enter_context(hold())
            return (path / LOCK).read_text()

        signature = cluster.by_chief(lock)
        if cluster.count > 1:
            cluster.together(lambda: _require_sight(path, signature, cluster))
        yield
        cluster.together(lambda: None)


def claim_together(
    folder: WorkDirectory, cluster: Cluster, recipe: Recipe, spec: DatasetSpec
) -> Checkpoint | None:
    """The checkpoint that all go on from; see `WorkDirectory.claim`."""
    kept = []

    def claim() -> str:
        kept.append(folder.claim(recipe, spec))
        return kept[0].path.name if kept[0] else ""

    name = cluster.by_chief(claim)
    if cluster.is_chief:
        return kept[0]
    return read_checkpoint(folder.path / name) if name else None


def require_same_recipe(cluster: Cluster, recipe: Recipe, spec: DatasetSpec):
    """Lets pass what was started in the same way everywhere.

    Raises:
        ValueError: names the fields that differ, and the process.
    """
    mine = {
        **tree_of(recipe),
        "version": deeplab_family.__version__,
        "classes": list(spec.class_names),
    }
    first, *others = cluster.together(lambda: mine)
    for index, tree in enumerate(others, 1):
        changes = [
            f"{name}: {was!r} in {cluster.workers.name(0)}, {now!r} in "
            f"{cluster.workers.name(index)}"
            for name, was, now in differences(first, tree)
            if name not in PLACES
        ]
        if changes:
            raise ValueError(
                "All workers must be started with the same recipe and flags. "
                f"They differ in {'; '.join(changes)}."
            )


def require_same_weights(cluster: Cluster, model: keras.Model):
    """Lets pass processes that start from the same numbers.

    Raises:
        ValueError: names a process whose weights differ from the first one's.
    """
    if cluster.count == 1:
        return
    variables = [*model.variables, *model.optimizer.variables]
    digest = 0
    for variable in variables:
        digest = zlib.crc32(variable.numpy().tobytes(), digest)
    for index, other in enumerate(cluster.together(lambda: digest)):
        if other != digest:
            raise ValueError(
                f"{cluster.workers.name(index)} starts from other weights "
                f"than {cluster.workers.name(cluster.index)}. Give all "
                "workers the same file (--weights), and the same --workdir on "
                "a disk that they share."
            )


def _require_sight(path: Path, signature: str, cluster: Cluster):
    start = time.monotonic()
    while time.monotonic() - start < CATCH_UP:
        with contextlib.suppress(OSError):
            if (path / LOCK).read_text() == signature:
                return
        time.sleep(0.5)
    raise ValueError(
        f"{path} is not the folder that {cluster.workers.name(0)} "
        "writes to. All workers need the same --workdir on a disk that they "
        "share (NFS, Lustre, a persistent volume): they read each checkpoint "
        "from there."
    )
