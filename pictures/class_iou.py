"""IoU of each class: the Keras model beside its int8 file."""

from pictures.svg import BLUE, INK, ORANGE, SOFT, Plane, Svg

ROW, LEFT, TOP = 44, 110, 116
BAR = 13


def draw(numbers: dict) -> str:
    """The picture as SVG; `numbers` are those of demo_run.json."""
    rows = sorted(
        zip(
            numbers["keras_class_iou"],
            numbers["int8_class_iou_drop"],
            numbers["class_names"],
            strict=True,
        )
    )
    bottom = TOP + ROW * len(rows)
    svg = Svg(820, bottom + 55, "IoU of each class, Keras and int8")
    svg.text(20, 24, "IoU of each class", INK, 16, font_weight=600)
    images = numbers["exported_images"]
    svg.text(20, 47, f"{images} drawn streets, lowest first", SOFT)
    svg.rect(20, 64, BAR, BAR, BLUE)
    svg.text(40, 71, "Keras model")
    svg.rect(150, 64, BAR, BAR, ORANGE)
    svg.text(170, 71, "int8 file, and by how many points it is above or below")
    plane = Plane(LEFT, TOP, 660, bottom, (0, 1), (0, 1))
    for tick in (0, 0.25, 0.5, 0.75, 1):
        x, _ = plane.at(tick, 0)
        svg.line(x, TOP - 8, x, bottom)
        svg.text(x, bottom + 16, f"{tick:g}", SOFT, anchor="middle")
    for place, (keras, drop, name) in enumerate(rows):
        y = TOP + ROW * place + 4
        svg.text(LEFT - 10, y + BAR, name, anchor="end")
        for value, color, top in (
            (keras, BLUE, y),
            (keras - drop, ORANGE, y + BAR),
        ):
            svg.rect(LEFT, top, plane.at(value, 0)[0] - LEFT, BAR, color)
        svg.text(672, y + BAR, f"{keras:.3f}", BLUE)
        svg.text(725, y + BAR, f"{-100 * drop:+.2f}", ORANGE)
    return svg.document()
