"""What every artifact of an export promises."""

import numpy as np
import pytest

from deeplab_family.inference import KerasPredictor
from export.artifacts import ARTIFACTS, load_artifact
from export.proof.comparison import Comparison


class ArtifactContract:
    """Subclass it, name the artifact, inherit the promises.

    Attributes:
        artifact: a key of `ARTIFACTS`.
        holds_names: whether the file itself knows the names of the classes.
        limit: that it keeps of the network here; None for its own, which some
            formats keep of trained networks alone.
    """

    artifact: str
    holds_names = True
    limit = None

    @pytest.fixture(scope="class")
    @classmethod
    def predictor(cls, every_artifact):
        path = every_artifact.paths[cls.artifact]
        return load_artifact(cls.artifact, path, num_threads=1, trust=True)

    def test_it_keeps_its_limit(self, predictor, every_artifact):
        reference = KerasPredictor(every_artifact.model)
        images = every_artifact.images
        baseline, comparison = Comparison(4), Comparison(4)
        for image in images:
            expected = reference(image[None])
            baseline.add(expected, expected)
            comparison.add(expected, predictor(image[None]))
        facts = comparison.facts(baseline)
        limit = self.limit or ARTIFACTS[self.artifact].limit
        broken = limit.broken_by(
            facts["largest_difference"], facts["equal_pixels"], None
        )
        assert broken == []

    def test_another_size_is_answered_at_that_size(self, predictor):
        gray = np.full((1, 40, 31, 3), 127, np.uint8)
        assert predictor(gray).class_map.shape == (1, 40, 31)
        assert set(np.unique(predictor(gray).class_map)) <= {0, 1, 2, 3}

    def test_it_knows_its_classes(self, predictor):
        names = ("a", "b", "c", "d") if self.holds_names else None
        assert predictor.class_names == names

    def test_help_says_what_it_is(self):
        assert ARTIFACTS[self.artifact].about
