import numpy as np

from export.proof.latency import time_each


def test_the_warm_up_run_does_not_count():
    class Slow:
        runs = 0

        def raw(self, image):
            self.runs += 1
            return np.linalg.norm(image)

    slow = Slow()
    times = time_each({"a": slow}, np.zeros((1, 9, 9, 3)))
    assert list(times) == ["a"]
    assert slow.runs == 11
