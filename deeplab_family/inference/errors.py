"""What goes wrong with a model file that somebody asked us to run."""


class ModelFileError(ValueError):
    """A model cannot be loaded or does not answer as a segmentation network.

    The text is one line for people: what was given, what is expected, and
    what to do about it.
    """


class ImageSizeError(ValueError):
    """A network cannot take images of this height and width.

    The text is one line for people: what came, what the network takes, and
    what to do about it.
    """
