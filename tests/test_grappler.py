import tensorflow as tf
from tensorflow.python.eager import context


def operations():
    """Those of a function that takes a root of a constant, as it is run."""

    @tf.function
    def scaled(x):
        return x * tf.sqrt(tf.constant(4.0))

    context.enable_run_metadata()
    assert scaled(tf.constant(3.0)) == 6
    graphs = context.export_run_metadata().function_graphs
    context.disable_run_metadata()
    return {
        node.op for run in graphs for node in run.post_optimization_graph.node
    }


def test_quick_tests_leave_it_out_and_a_test_may_ask_for_it(request):
    quick = request.config.option.markexpr == "not slow"
    assert ("Sqrt" in operations()) == quick
    request.getfixturevalue("grappler")
    assert "Sqrt" not in operations()
