"""TensorFlow Serving's gRPC interface over a `SessionModel`."""

from concurrent import futures
from contextlib import contextmanager

import grpc
import tensorflow as tf
from tensorflow_serving.apis import predict_pb2, prediction_service_pb2_grpc


class Servicer(prediction_service_pb2_grpc.PredictionServiceServicer):
    def __init__(self, model, name):
        self.model = model
        self.name = name

    def Predict(self, request, context):  # noqa: N802, the interface's name
        if request.model_spec.name != self.name:
            context.abort(grpc.StatusCode.NOT_FOUND, "Servable not found")
        inputs = {
            name: tf.make_ndarray(proto)
            for name, proto in request.inputs.items()
        }
        signature = request.model_spec.signature_name or "serving_default"
        try:
            outputs = self.model.predict(signature, **inputs)
        except tf.errors.InvalidArgumentError as error:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, error.message)
        answer = predict_pb2.PredictResponse()
        for name, value in outputs.items():
            answer.outputs[name].CopyFrom(tf.make_tensor_proto(value))
        return answer


@contextmanager
def grpc_server(model, name):
    """Yield the address."""
    server = grpc.server(futures.ThreadPoolExecutor(2))
    prediction_service_pb2_grpc.add_PredictionServiceServicer_to_server(
        Servicer(model, name), server
    )
    port = server.add_insecure_port("localhost:0")
    server.start()
    try:
        yield f"localhost:{port}"
    finally:
        server.stop(None).wait()
