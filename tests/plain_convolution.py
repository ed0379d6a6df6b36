"""A convolution as the textbook writes it: loops, slow and obviously right."""

import numpy as np


def convolve(image, kernel, strides=1, dilation_rate=1):
    """Convolves `(height, width, channels)` with symmetric zero padding.

    `strides` may be a pair, vertical and horizontal.
    """
    rows, columns = kernel.shape[:2]
    down, right = np.broadcast_to(strides, 2)
    border = [dilation_rate * (size - 1) // 2 for size in (rows, columns)]
    padded = np.pad(image, [(border[0],) * 2, (border[1],) * 2, (0, 0)])
    height = (image.shape[0] - 1) // down + 1
    width = (image.shape[1] - 1) // right + 1
    output = np.zeros((height, width, kernel.shape[-1]))
    for y in range(height):
        for x in range(width):
            for i in range(rows):
                for j in range(columns):
                    pixel = padded[
                        y * down + i * dilation_rate,
                        x * right + j * dilation_rate,
                    ]
                    output[y, x] += pixel @ kernel[i, j]
    return output
