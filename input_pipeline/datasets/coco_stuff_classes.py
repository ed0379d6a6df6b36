"""Names of COCO-Stuff's classes by the values of its label PNGs.

A value is the category's id less one. Eleven ids of things have no
annotations and are no classes.

Source: nightrome/cocostuff, labels.txt and README.md.
"""

_THINGS = """
person, bicycle, car, motorcycle, airplane, bus, train, truck, boat,
traffic light, fire hydrant, street sign, stop sign, parking meter, bench,
bird, cat, dog, horse, sheep, cow, elephant, bear, zebra, giraffe, hat,
backpack, umbrella, shoe, eye glasses, handbag, tie, suitcase, frisbee, skis,
snowboard, sports ball, kite, baseball bat, baseball glove, skateboard,
surfboard, tennis racket, bottle, plate, wine glass, cup, fork, knife, spoon,
bowl, banana, apple, sandwich, orange, broccoli, carrot, hot dog, pizza,
donut, cake, chair, couch, potted plant, bed, mirror, dining table, window,
desk, toilet, door, tv, laptop, mouse, remote, keyboard, cell phone,
microwave, oven, toaster, sink, refrigerator, blender, book, clock, vase,
scissors, teddy bear, hair drier, toothbrush, hair brush
"""
_STUFF = """
banner, blanket, branch, bridge, building-other, bush, cabinet, cage,
cardboard, carpet, ceiling-other, ceiling-tile, cloth, clothes, clouds,
counter, cupboard, curtain, desk-stuff, dirt, door-stuff, fence, floor-marble,
floor-other, floor-stone, floor-tile, floor-wood, flower, fog, food-other,
fruit, furniture-other, grass, gravel, ground-other, hill, house, leaves,
light, mat, metal, mirror-stuff, moss, mountain, mud, napkin, net, paper,
pavement, pillow, plant-other, plastic, platform, playingfield, railing,
railroad, river, road, rock, roof, rug, salad, sand, sea, shelf, sky-other,
skyscraper, snow, solid-other, stairs, stone, straw, structural-other, table,
tent, textile-other, towel, tree, vegetable, wall-brick, wall-concrete,
wall-other, wall-panel, wall-stone, wall-tile, wall-wood, water-other,
waterdrops, window-blind, window-other, wood
"""
_REMOVED = {
    *("street sign", "hat", "shoe", "eye glasses", "plate", "mirror"),
    *("window", "desk", "door", "blender", "hair brush"),
}


def _words(text: str) -> list[str]:
    return [" ".join(word.split()) for word in text.split(",")]


STORED_NAMES = (*_words(_THINGS), *_words(_STUFF))
"""By the stored value, 0 to 181."""

STORED_CLASSES = tuple(
    (value, name)
    for value, name in enumerate(STORED_NAMES)
    if name not in _REMOVED
)
"""Stored value and name of each of the 171 classes."""
