"""Why `fit(class_weight=...)` is not for networks that label pixels."""


def refuse_class_weight(class_weight):
    """Refuses what Keras would make weights of images, or of rows, from.

    Raises:
        ValueError: if there are such weights.
    """
    if class_weight is not None:
        raise ValueError(
            "`class_weight` must be None: Keras cannot apply it to one label "
            "for each pixel. Give the same dict to the loss, "
            "`MaskedCrossEntropy(class_weights=...)`, or weights of pixels to "
            f"`sample_weight`. Received: {class_weight}"
        )
