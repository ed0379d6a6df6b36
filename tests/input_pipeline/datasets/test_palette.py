from input_pipeline.datasets.spec import voc_palette


def test_first_colors_are_those_of_pascal_voc():
    assert voc_palette(5) == (
        (0, 0, 0),
        (128, 0, 0),
        (0, 128, 0),
        (128, 128, 0),
        (0, 0, 128),
    )


def test_border_of_voc_is_cream():
    assert voc_palette(256)[255] == (224, 224, 192)


def test_all_colors_differ():
    assert len(set(voc_palette(256))) == 256
