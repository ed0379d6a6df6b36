"""Recipe in words: heads and facts of a training, for pages and cards."""

from deeplab_family.recipes import Recipe
from deeplab_family.recipes.named_network import names_of
from deeplab_family.weights import Receipt


def recipe_words(
    recipe: Recipe, receipt: Receipt | None
) -> list[tuple[str, str]]:
    """Heads and words for people; `recipe.json` has every field.

    Args:
        recipe: of any task.
        receipt: of the weights it started from; None for fresh ones.
    """
    model, data, train = recipe.model, recipe.data, recipe.train
    network, backbone = names_of(model)
    return [
        (
            "network",
            f"{network} on {backbone}, output stride "
            f"{model.backbone.output_stride}",
        ),
        ("started from", receipt.line() if receipt else "fresh weights"),
        ("batch", f"{data.batch_size} {_images(data)}"),
        ("loss", train.loss.preset_name),
        (
            "optimizer",
            f"{train.optimizer.preset_name}, "
            f"{train.schedule.preset_name} from "
            f"{train.schedule.learning_rate:g}",
        ),
        ("precision", train.precision),
    ]


def _images(data) -> str:
    """What a batch is made of; detectors take whole images."""
    if not hasattr(data, "crop_size"):
        return (
            f"images, short side {data.short_side} pixels, long side "
            f"{data.long_side} at most"
        )
    height, width = data.crop_size
    return f"crops of {height} x {width} pixels"
