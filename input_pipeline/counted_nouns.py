"""Counts with their noun in words: "1 image", "1,200 images"."""


def counted_noun(number: int, noun: str, plural: str = "") -> str:
    """A number and what is counted, in the singular for one.

    Args:
        number: int >= 0.
        noun: in the singular.
        plural: of a noun that does not just get an "s".
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
