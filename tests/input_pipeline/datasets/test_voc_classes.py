from input_pipeline.datasets.voc_classes import VOC_SPEC


def test_background_comes_first_and_the_rest_is_sorted():
    names = VOC_SPEC.class_names
    assert names[0] == "background"
    assert list(names[1:]) == sorted(names[1:])
    assert VOC_SPEC.palette[15] == (192, 128, 128)
