import json

import pytest

from deeplab_family.training.workers import Workers, find_workers

LIST = "alpha:5000,beta:5000"
TWO = ("alpha:5000", "beta:5000")


def tf_config(cluster, kind="worker", index=0):
    task = {"type": kind, "index": index}
    return {"TF_CONFIG": json.dumps({"cluster": cluster, "task": task})}


def test_flags_name_the_workers():
    assert find_workers(LIST, "1", {}) == Workers(TWO, 1)
    assert find_workers("", "", {}) is None


def test_tf_config_names_them_too():
    found = find_workers("", "", tf_config({"worker": TWO}, index=1))
    assert found == Workers(TWO, 1)


def test_a_chief_is_the_first_worker():
    cluster = {"chief": ["alpha:5000"], "worker": ["beta:5000", "gamma:1"]}
    everyone = (*TWO, "gamma:1")
    chief = find_workers("", "", tf_config(cluster, "chief"))
    last = find_workers("", "", tf_config(cluster, "worker", 1))
    assert (chief, last) == (Workers(everyone, 0), Workers(everyone, 2))


def test_tf_config_of_one_machine_is_none():
    assert find_workers("", "", tf_config({"worker": ["alpha:1"]})) is None
    assert find_workers("", "", {"TF_CONFIG": ""}) is None


def test_both_may_say_the_same():
    same = tf_config({"worker": TWO}, index=1)
    assert find_workers(LIST, "1", same) == Workers(TWO, 1)
    with pytest.raises(ValueError, match="contradict"):
        find_workers(LIST, "0", same)


@pytest.mark.parametrize(
    ("listed", "index", "message"),
    [
        (LIST, "", "--index N is missing"),
        ("", "0", "--workers HOST:PORT,HOST:PORT is missing"),
        (LIST, "2", r"must be 0\.\.1\. Received: 2"),
        (LIST, "one", "Received: 'one'"),
        ("alpha:5000", "0", "One machine needs no workers"),
        ("a:1,a:1", "0", "differ in the port. Received twice: a:1"),
        ("a:1,b", "0", "host:port.*Received: 'b'"),
        ("a:1,b:65536", "0", r"1\.\.65535"),
        ("a:1,b:0", "0", r"1\.\.65535"),
    ],
)
def test_wrong_flags_are_explained(listed, index, message):
    with pytest.raises(ValueError, match=message):
        find_workers(listed, index, {})


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"TF_CONFIG": "{"}, "not as TensorFlow writes it"),
        ({"TF_CONFIG": "[]"}, "not as TensorFlow writes it"),
        (tf_config({"worker": TWO, "ps": ["c:1"]}), "nothing else.*ps"),
        (tf_config({"worker": TWO}, "evaluator"), "evaluates its share"),
    ],
)
def test_other_tf_configs_are_refused(environment, message):
    with pytest.raises(ValueError, match=message):
        find_workers("", "", environment)
