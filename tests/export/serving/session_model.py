"""A SavedModel as TensorFlow Serving runs it: in a session, by signature."""

import tensorflow as tf


class SessionModel:
    def __init__(self, version):
        self.session = tf.compat.v1.Session(graph=tf.Graph())
        with self.session.graph.as_default():
            self.meta = tf.compat.v1.saved_model.load(
                self.session, ["serve"], str(version)
            )

    def predict(self, signature, **inputs):
        definition = self.meta.signature_def[signature]
        return self.session.run(
            {name: info.name for name, info in definition.outputs.items()},
            {definition.inputs[key].name: inputs[key] for key in inputs},
        )

    def operations(self):
        graph = self.session.graph.as_graph_def()
        nodes = list(graph.node)
        for function in graph.library.function:
            nodes.extend(function.node_def)
        return {node.op for node in nodes}
