import dataclasses

import numpy as np

from export.report.changed_image import ChangedImage
from export.report.html_changes import changes


def test_every_picture_is_inside_and_described(exported):
    picture = np.zeros((4, 6, 3), np.uint8)
    image = ChangedImage(
        artifact="int8",
        file="<1>.jpg",
        changed=0.125,
        photo=picture,
        before=picture,
        after=picture,
        difference=picture,
    )
    verification = dataclasses.replace(
        exported.report.verification, changed_images=(image,)
    )
    report = dataclasses.replace(
        exported.report,
        verification=verification,
        class_names=("<sky>", "road"),
        palette=((1, 2, 3), (4, 5, 6)),
    )
    text = changes(report)
    assert text.count('<img src="data:image/') == 4
    assert text.count('alt="') == 4
    words = "model_int8.tflite, &lt;1&gt;.jpg: 12.50% of the pixels changed"
    assert words in text
    assert 'rgb(1, 2, 3)"></span>&lt;sky&gt;</li>' in text
    assert 'rgb(4, 5, 6)"></span>road</li>' in text
