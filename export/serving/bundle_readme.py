"""The page that travels with the bundle."""

from export.serving.serving_settings import ServingSettings


def bundle_readme(
    settings: ServingSettings, signatures: list[str], multiple: int = 1
) -> str:
    """Markdown: how to start this model and how to ask it.

    Args:
        settings: what the model does with an image.
        signatures: those it has.
        multiple: of what its images' sides are padded to; 1 for no padding.
    """
    rows = "\n".join(SIGNATURES[name] for name in signatures)
    name = settings.name
    return f"""\
# {name}

```
docker compose up --detach
python smoke_test.py
python client_rest.py photo.jpg --output masks
```

Without Docker:

```
tensorflow_model_server --port=8500 --rest_api_port=8501 \\
    --model_name={name} --model_base_path="$PWD/{name}"
```

| signature | input | output |
| --- | --- | --- |
{rows}

- {_work(settings)}
{_padding(multiple)}- At most {settings.most_pixels} pixels an image, and as
  many in a batch of `images`; a larger request is refused.
- `confidence` is the highest probability times 255.
- An EXIF orientation is applied: the mask is upright, as viewers show the
  photograph. Gray and paletted files become RGB, alpha is dropped. Refused:
  other formats, CMYK JPEG, PNG of 16 bits a channel, JPEG of over 100 scans.
- A bad image fails the whole request that it is in.
- Class names and colors: `classes.json`, also in `{name}/VERSION/assets`.

Files:

- `{name}/VERSION/`: the SavedModel, its warm-up requests and its batching
  parameters.
- `models.config`, `monitoring.config`, `batching_params.pbtxt`: the server's.
- `docker-compose.yml`; `docker-compose.gpu.yml` and
  `docker-compose.batching.yml` are added to it with `-f`.
- `client_rest.sh` (curl), `client_rest.py` (Python alone), `client_grpc.py`
  (`pip install tensorflow-serving-api`): clients.
- `smoke_test.py` (Python alone): is the server up, right, and still up after
  bad requests?
"""


SIGNATURES = {
    "serving_default": "| `serving_default` | `images` uint8 RGB `(batch, "
    "height, width, 3)` | `class_map`, `confidence`, uint8 "
    "`(batch, height, width)` |",
    "probabilities": "| `probabilities` | the same | `class_map`; "
    "`probabilities` float32 `(batch, height, width, classes)` |",
    "image_bytes": "| `image_bytes` | `image_bytes`: JPEG or PNG files, each "
    "of its own size | `mask_png_bytes`: gray PNGs of class ids |",
    "features": "| `features` | `images` as above | `features` float32 |",
}


def _padding(multiple):
    if multiple == 1:
        return ""
    return (
        f"- The network takes sides that are multiples of {multiple}. An image "
        "of any\n  other size is padded at the bottom and right, its answer "
        "cut back.\n"
    )


def _work(settings):
    words = []
    if settings.longest_side:
        words.append(
            f"images with a side above {settings.longest_side} pixels are "
            "shrunk to it, their scores enlarged to the image's own size"
        )
    if settings.output_stride:
        words.append(f"output stride {settings.output_stride}")
    if settings.scales != (1.0,):
        scales = ", ".join(f"{scale:g}" for scale in settings.scales)
        words.append(f"average over the scales {scales}")
    if settings.flip:
        words.append("average with the mirrored image")
    if settings.tile:
        words.append(
            f"tiles of {settings.tile} pixels a side, blended over "
            f"{settings.tile_overlap}"
        )
    return (
        f"Built in: {'; '.join(words)}."
        if words
        else ("The network runs once, on the whole image.")
    )
