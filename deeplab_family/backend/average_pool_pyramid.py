"""Average pooling with several windows, large ones made of small ones.

A mean over 27 x 27 pixels is the mean of nine means over 9 x 9 pixels that lie
side by side, so a chain of windows costs a few additions a pixel instead of
hundreds. The chain runs on a map that was padded once, by enough for the
largest window; it is exact up to the border.
"""

import functools

from keras import ops


def box_averages(inputs, windows, border="include"):
    """Averages a map over several windows at once, at stride 1.

    Args:
        inputs: float tensor `(batch, height, width, channels)`.
        windows: odd ints >= 1, sizes of the windows in pixels.
        border: what a window counts where it hangs over the border:
            "include", as many zeros as pixels are missing; "exclude", only the
            pixels there are.

    Returns:
        List of tensors of the shape of `inputs`, one for each window.
    """
    averages = _chain(inputs, sorted(set(windows)))
    if border == "exclude":
        averages = {
            window: average / _share_inside(inputs, window)
            for window, average in averages.items()
        }
    return [averages[window] for window in windows]


def _chain(inputs, windows):
    """Maps each window to its average; `windows` ascend."""
    reach = windows[-1] // 2
    averages = {1: ops.pad(inputs, [[0, 0], [reach] * 2, [reach] * 2, [0, 0]])}
    cropped = {}
    for window in windows:
        if window not in averages:
            tile = max(size for size in averages if window % size == 0)
            averages[window] = _average_tiles(
                averages[tile], window // tile, tile
            )
        cropped[window] = _crop(averages[window], reach - window // 2)
    return cropped


def _average_tiles(maps, count, tile):
    """The mean of `count` x `count` values that lie `tile` pixels apart."""
    shifts = [_shift(index, count, tile) for index in range(count)]
    rows = functools.reduce(ops.add, [maps[:, shift] for shift in shifts])
    both = functools.reduce(ops.add, [rows[:, :, shift] for shift in shifts])
    return both / count**2


def _shift(index, count, tile):
    left_over = (count - 1 - index) * tile
    return slice(index * tile, -left_over if left_over else None)


def _crop(maps, margin):
    if margin == 0:
        return maps
    return maps[:, margin:-margin, margin:-margin, :]


def _share_inside(inputs, window):
    """How much of each pixel's window lies within the map, 0..1."""
    height, width = ops.shape(inputs)[1:3]
    rows = _line_inside(height, window)[:, None, None]
    columns = _line_inside(width, window)[None, :, None]
    return ops.cast(rows * columns, inputs.dtype)


def _line_inside(size, window):
    reach = window // 2
    position = ops.arange(size, dtype="int32")
    before = ops.minimum(position, reach)
    after = ops.minimum(size - 1 - position, reach)
    return ops.cast(before + 1 + after, "float32") / window
