import numpy as np

from export.proof.latency import median_ms


def test_the_warm_up_run_does_not_count():
    class Slow:
        runs = 0

        def raw(self, image):
            self.runs += 1
            return np.linalg.norm(image)

    slow = Slow()
    times = median_ms({"a": slow}, np.zeros((1, 9, 9, 3)))
    assert list(times) == ["a"]
    assert slow.runs == 11
