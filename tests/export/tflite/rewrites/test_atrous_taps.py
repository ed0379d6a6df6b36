from export.tflite.rewrites.atrous_taps import Tap, seeing_taps


def test_taps_say_where_they_see_the_map():
    assert seeing_taps(kernel=3, rate=4, size=6) == [
        Tap(index=1, shift=0, start=0, stop=6),
        Tap(index=0, shift=-4, start=4, stop=6),
        Tap(index=2, shift=4, start=0, stop=2),
    ]
    assert seeing_taps(kernel=3, rate=6, size=6) == [
        Tap(index=1, shift=0, start=0, stop=6)
    ]
