"""Run lengths of a mask as COCO's tools write them: a list, or a short text.

The text holds numbers in base 32, five bits a character from "0" on, the
lowest first; the sixth bit says that more follow. From the fourth number on
it is the difference to the one two places before.

Source: `rleFrString` of pycocotools (cocodataset/cocoapi, maskApi.c), which
reads past the end of a damaged text; this one refuses it.
"""

MOST_CHARACTERS = 13
"""More than 64 bits of one number are no run length."""


def read_runs(runs: dict, height: int, width: int) -> tuple[int, ...]:
    """Checks the run lengths of one object.

    Args:
        runs: with `size`, [height, width], and `counts`, a list of numbers or
            the compressed text.
        height: of the picture in pixels.
        width: of the picture in pixels.

    Returns:
        Lengths column by column, beginning outside of the object.

    Raises:
        KeyError, TypeError, ValueError: if they do not fill the picture.
    """
    counts = runs["counts"]
    if isinstance(counts, str):
        counts = _decompress(counts)
    if not isinstance(counts, list):
        raise ValueError("runs that are neither a list nor a text")
    if any(type(count) is not int or count < 0 for count in counts):
        raise ValueError("a run of negative length")
    if list(runs["size"]) != [height, width] or sum(counts) != height * width:
        raise ValueError("runs of another size than the picture")
    return tuple(counts)


def _decompress(text: str) -> list[int]:
    counts, number, characters = [], 0, 0
    for character in text:
        bits = ord(character) - ord("0")
        if not 0 <= bits < 64 or characters >= MOST_CHARACTERS:
            raise ValueError(f"compressed runs with {character!r}")
        number |= (bits & 31) << (5 * characters)
        characters += 1
        if bits & 32:
            continue
        if bits & 16:
            number -= 1 << (5 * characters)
        if len(counts) > 2:
            number += counts[-2]
        counts.append(number)
        number, characters = 0, 0
    if characters:
        raise ValueError("compressed runs that break off")
    return counts
