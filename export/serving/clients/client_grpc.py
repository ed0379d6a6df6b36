"""Send photographs to the served model over gRPC.

pip install 'deeplab-family[serving]'
python client_grpc.py photo.jpg other.png --output masks
"""

import argparse
import sys
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


def main() -> int:
    """Write NAME.png, gray, for every photograph."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("images", nargs="+", type=Path)
    parser.add_argument("--output", type=Path, default=Path("masks"))
    parser.add_argument("--address", default=ADDRESS)
    parser.add_argument("--model", default=MODEL)
    options = parser.parse_args()
    try:
        images = [path.read_bytes() for path in options.images]
    except OSError as error:
        print(error, file=sys.stderr)
        return 1
    try:
        masks = segment(images, options.address, options.model)
    except RuntimeError as error:
        print(f"{options.address}: {error}", file=sys.stderr)
        return 1
    options.output.mkdir(parents=True, exist_ok=True)
    for path, mask in zip(options.images, masks, strict=True):
        target = options.output / f"{path.stem}.png"
        target.write_bytes(mask)
        print(target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
