"""Data errors: what is wrong with the user's own files."""


class DataError(ValueError):
    """Something is wrong with the data on disk.

    `str(error)` is written for people: it names the file or folder, what was
    expected, what was found and what to do about it.
    """
