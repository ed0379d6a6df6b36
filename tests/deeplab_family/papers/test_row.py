import pytest

from deeplab_family.models import DeepLabV3Config
from deeplab_family.papers import Row


def test_a_row_must_know_its_classes():
    with pytest.raises(ValueError, match="`config.num_classes`.*best"):
        Row(
            table="table 1",
            name="best",
            config=DeepLabV3Config(num_classes=None),
            paper_value=1.0,
            metric="mIoU",
            crop_size=513,
        )
