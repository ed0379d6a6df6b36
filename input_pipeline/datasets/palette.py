"""Colors for class ids by the bit rule of PASCAL VOC.

Source: the PASCAL VOC development kit: the three lowest bits of the id become
the highest bits of red, green and blue, the next three the next ones, and so
on. All 256 ids get different colors, and low ids far apart ones.
"""

from input_pipeline.datasets.spec import Color


def voc_palette(num_colors: int) -> tuple[Color, ...]:
    """Returns the colors of ids `0..num_colors - 1`, each 0..255 RGB."""
    return tuple(_color(class_id) for class_id in range(num_colors))


def _color(class_id: int) -> Color:
    channels = [0, 0, 0]
    for place in range(8):
        for channel in range(3):
            bit = class_id >> (3 * place + channel) & 1
            channels[channel] |= bit << (7 - place)
    red, green, blue = channels
    return red, green, blue
