from input_pipeline.synthetic.classes import (
    CLASS_NAMES,
    PALETTE,
    Street,
)


def test_every_class_has_a_name_and_a_color_of_its_own():
    assert len(CLASS_NAMES) == len(PALETTE) == len(set(PALETTE)) == len(Street)
    assert CLASS_NAMES[Street.CAR] == "car"
