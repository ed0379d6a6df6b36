"""Send photographs to the served model over gRPC.

pip install tensorflow-serving-api
python client_grpc.py photo.jpg other.png --output masks
"""

import argparse
import os
import sys
import unicodedata
from pathlib import Path

MODEL = "segmenter"
ADDRESS = "localhost:8500"
# gRPC's own limit for an answer, 4 MB, is less than one class map may take.
OPTIONS = [("grpc.max_receive_message_length", -1)]


def segment(
    images: list[bytes],
    address: str = ADDRESS,
    model: str = MODEL,
    timeout: float = 60,
) -> list[bytes]:
    """The masks of JPEG or PNG files, which may differ in size.

    Args:
        images: the files' bytes.
        address: host and gRPC port of the server.
        model: its name there.
        timeout: seconds to wait for the answer.

    Returns:
        One gray PNG of class ids for each image, upright as viewers show it.

    Raises:
        RuntimeError: the server refused the request or was not reached.
    """
    import tensorflow as tf

    answer = predict(
        "image_bytes",
        {"image_bytes": tf.make_tensor_proto(images)},
        address,
        model,
        timeout,
    )
    return tf.make_ndarray(answer["mask_png_bytes"]).tolist()


def predict(
    signature: str,
    inputs: dict,
    address: str = ADDRESS,
    model: str = MODEL,
    timeout: float = 60,
) -> dict:
    """Ask any signature.

    Args:
        signature: `serving_default`, `probabilities`, `image_bytes`, ...
        inputs: name -> `TensorProto`.
        address: host and gRPC port of the server.
        model: its name there.
        timeout: seconds to wait for the answer.

    Returns:
        name -> `TensorProto`.

    Raises:
        RuntimeError: the server refused the request or was not reached.
    """
    import grpc
    from tensorflow_serving.apis import (
        predict_pb2,
        prediction_service_pb2_grpc,
    )

    request = predict_pb2.PredictRequest()
    request.model_spec.name = model
    request.model_spec.signature_name = signature
    for name, tensor in inputs.items():
        request.inputs[name].CopyFrom(tensor)
    with grpc.insecure_channel(address, options=OPTIONS) as channel:
        stub = prediction_service_pb2_grpc.PredictionServiceStub(channel)
        try:
            return dict(stub.Predict(request, timeout=timeout).outputs)
        except grpc.RpcError as error:
            reason = f"{error.code().name}: {error.details()}"
            raise RuntimeError(reason) from error


def place_masks(
    images: list[Path], output: Path, overwrite: bool = False
) -> list[Path]:
    """Mask paths, `output/NAME.png`, if no file is lost by them.

    Args:
        images: the photographs, which exist.
        output: folder of the masks.
        overwrite: whether other files that are there may be replaced.

    Raises:
        ValueError: two masks would be one file (also where capital letters
            do not count), or one would replace a photograph or another file.
    """
    targets = [output / f"{path.stem}.png" for path in images]
    photographs = {_number(path): path for path in images}
    owners: dict[str, Path] = {}
    for path, target in zip(images, targets, strict=True):
        name = unicodedata.normalize("NFC", target.name).casefold()
        if owners.setdefault(name, path) is not path:
            raise ValueError(
                f"{owners[name]} and {path} would both become {target}; send "
                "them with an --output each"
            )
        if target.exists() and _number(target) in photographs:
            raise ValueError(
                f"{target} is a photograph that was sent; give another --output"
            )
        if os.path.lexists(target) and not (overwrite and target.is_file()):
            raise ValueError(
                f"{target} is there already; give another --output, or "
                "--overwrite to replace a file"
            )
    return targets


def _number(path: Path) -> tuple[int, int]:
    """The same for every name of a file, links included."""
    found = path.stat()
    return found.st_dev, found.st_ino


def write_whole(target: Path, content: bytes) -> None:
    """Write under another name, then rename: a file is whole or not there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.partial")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def main() -> int:
    """Write NAME.png, gray, for every photograph."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("images", nargs="+", type=Path)
    parser.add_argument("--output", type=Path, default=Path("masks"))
    parser.add_argument("--overwrite", action="store_true")
    parser.add_argument("--address", default=ADDRESS)
    parser.add_argument("--model", default=MODEL)
    options = parser.parse_args()
    try:
        images = [path.read_bytes() for path in options.images]
        targets = place_masks(options.images, options.output, options.overwrite)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    try:
        masks = segment(images, options.address, options.model)
    except RuntimeError as error:
        print(f"{options.address}: {error}", file=sys.stderr)
        return 1
    try:
        for target, mask in zip(targets, masks, strict=True):
            write_whole(target, mask)
            print(target)
    except OSError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
