from input_pipeline.synthetic.classes import Street
from input_pipeline.synthetic.person import Person
from tests.input_pipeline.synthetic.stage import CAMERA, box_of, label_of


def test_is_as_tall_as_asked_and_stands_on_the_ground():
    person = Person(
        x=0.5,
        z=8.0,
        height=1.8,
        coat=(200, 0, 0),
        trousers=(0, 0, 90),
        stride=0.4,
    )
    top, bottom, left, right = box_of(label_of(person), Street.PERSON)
    _, foot = CAMERA.project(0.5, 0.0, 8.0)
    _, head = CAMERA.project(0.5, 1.8, 8.0)
    assert abs(bottom - foot) <= 1.5 and abs(top - head) <= 1.5
    assert bottom - top > 1.5 * (right - left)
