"""The words of `deeplab export` about serving, free of TensorFlow."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class ServingOptions:
    """What the served model does with an image; see `ServingSettings`.

    Attributes:
        name: of the model, as clients say it.
        output_stride: serve the network at this stride; its own by default.
        scales: image sizes, relative to the request's, to average over.
        flip: average with the mirrored image too.
        tile: images larger than a square of so many pixels a side are cut
            into overlapping tiles; 0 never.
        tile_overlap: pixels over which tiles are blended.
        longest_side: larger photographs are shrunk until no side is longer,
            in pixels, and answered at their own size; 0 never.
        max_pixels: the largest image, and the most pixels in a batch; by
            default 2^23 = 8388608, and 2^26 with a longest side.
        features: name of a layer to offer as the signature `features`.
        warmup_size: height and width of the image that warms the server up;
            by default those of --image-size.
        parallel_images: how many images of one request to work on at once.
        max_batch_size: requests that a batching server joins at most.
    """

    name: str = "segmenter"
    output_stride: int | None = None
    scales: tuple[float, ...] = (1.0,)
    flip: bool = False
    tile: int = 0
    tile_overlap: int = 64
    longest_side: int = 0
    max_pixels: int | None = None
    features: str = ""
    warmup_size: tuple[int, int] | None = None
    parallel_images: int = 2
    max_batch_size: int = 8
