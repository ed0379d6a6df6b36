"""The words `--root --dataset --split` of verbs that can do without them."""


def labeled_data(options):
    """The split that the options name.

    Args:
        options: have `root`, `dataset` and `split`.

    Returns:
        A `LabeledData`; `None` without `--root`.

    Raises:
        ValueError: a data set is named, but not its folder.
    """
    from export import LabeledData

    words = {"dataset": options.dataset, "split": options.split}
    if options.root:
        return LabeledData(root=options.root, **words)
    defaults = {"dataset": LabeledData.dataset, "split": LabeledData.split}
    if words != defaults:
        raise ValueError(
            "--dataset and --split need --root: name the folder of the data "
            f"set. Received: {words}"
        )
    return None
