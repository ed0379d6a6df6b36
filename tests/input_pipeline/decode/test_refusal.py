import pytest
import tensorflow as tf

from input_pipeline.decode.refusal import reason_of, refuse_unless


def test_the_sentence_is_found_again_from_inside_a_graph():
    @tf.function
    def refuse(number):
        refuse_unless(number < 0, "the number [is] ", number, "; take another")

    with pytest.raises(tf.errors.InvalidArgumentError) as caught:
        refuse(tf.constant(3))
    assert reason_of(caught.value) == "the number [is] 3; take another"
    refuse(tf.constant(-1))


def test_other_errors_have_no_sentence():
    with pytest.raises(tf.errors.InvalidArgumentError) as caught:
        tf.function(tf.io.decode_png)(b"x")
    assert reason_of(caught.value) is None
