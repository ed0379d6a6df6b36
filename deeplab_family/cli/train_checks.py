"""Training checks of paths alone, before TensorFlow is imported."""

from pathlib import Path

from deeplab_family.cli.path_checks import require_output_folder
from deeplab_family.recipes import PREVIOUS
from deeplab_family.weights.load import IMAGENET


def require_start(recipe, workdir: Path) -> None:
    """Refuses a run that can neither be kept nor begin.

    Args:
        recipe: of any task, of one stage.
        workdir: folder of the run; one that has begun needs no weights.

    Raises:
        ValueError: if the folder cannot be one, or the weights to start from
            are a file that is not there.
    """
    from deeplab_family.training import WorkDirectory
    from deeplab_family.weights import require_weights

    require_output_folder(workdir, "--workdir")
    weights = recipe.train.weights
    # Those of ImageNet may be downloaded, which is for the plan to say first.
    is_file = weights not in (PREVIOUS, IMAGENET)
    if is_file and not WorkDirectory(workdir).is_claimed:
        require_weights(recipe.model.backbone, weights)
