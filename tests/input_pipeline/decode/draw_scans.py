"""Progressive JPEGs with as many scans as one likes."""

from tests.input_pipeline.decode.draw_turned import encode


def with_scans(pixels, count):
    """A progressive JPEG whose last scan is repeated `count` times more."""
    jpeg = encode(pixels, "JPEG", progressive=True)
    last = jpeg.rindex(b"\xff\xda")
    # The last scan refines a band; its tables stand right before it.
    return jpeg[:-2] + jpeg[last:-2] * count + jpeg[-2:]
