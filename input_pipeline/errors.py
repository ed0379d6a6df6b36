"""Data errors: what is wrong with the user's own files."""


class DataError(ValueError):
    """Error in the data on disk.

    `str(error)` is written for people: it names the file or folder, what was
    expected, what was found and what to do about it.
    """


class PictureError(DataError):
    """A picture cannot be read, or not as the pictures that are wanted.

    Args:
        code: names the kind of problem, a key of `doctor.CATALOG`.
        found: what is wrong with the file, in a few words and without its
            name.
    """

    def __init__(self, code: str, found: str):
        super().__init__(found)
        self.code = code
