"""A convolution as the textbook writes it: loops, slow and obviously right."""

import numpy as np


def convolve(image, kernel, strides=1, dilation_rate=1):
    """Convolves `(height, width, channels)` with symmetric zero padding."""
    size = kernel.shape[0]
    border = dilation_rate * (size - 1) // 2
    padded = np.pad(image, [(border, border), (border, border), (0, 0)])
    height = (image.shape[0] - 1) // strides + 1
    width = (image.shape[1] - 1) // strides + 1
    output = np.zeros((height, width, kernel.shape[-1]))
    for y in range(height):
        for x in range(width):
            for i in range(size):
                for j in range(size):
                    pixel = padded[
                        y * strides + i * dilation_rate,
                        x * strides + j * dilation_rate,
                    ]
                    output[y, x] += pixel @ kernel[i, j]
    return output
