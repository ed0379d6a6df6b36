"""A refusal of frozen batch normalization that never saw an image."""

from deeplab_family.recipes import TrainConfig


def refuse_fresh_statistics(train: TrainConfig) -> None:
    """Refuses to freeze the statistics of fresh weights.

    Mean 0 and variance 1 do not normalize: activations grow from layer to
    layer, and the loss is NaN after a few steps.

    Raises:
        ValueError: if batch normalization is frozen without weights to start
            from; says what to do.
    """
    if train.freeze_batch_norm and not train.initial_weights:
        raise ValueError(
            "`train.freeze_batch_norm` needs weights to start from: the "
            "statistics of fresh ones (mean 0, variance 1) do not normalize, "
            "and the loss is NaN after a few steps. Give "
            "--train.initial-weights FILE.keras, or let batch normalization "
            "train, on two images or more at a time: "
            "--train.no-freeze-batch-norm --data.batch-size 2."
        )
