"""How different two colors look: CIEDE2000, one pair at a time.

Sources: Sharma, Wu and Dalal, "The CIEDE2000 Color-Difference Formula", 2005;
Machado, Oliveira and Fernandes, 2009, matrices for severity 1.
"""

import math

VISIONS = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}


def lab(color, vision="normal"):
    """CIELAB (L, a, b) of an sRGB color 0..255, as this vision sees it."""
    linear = [_linear(value / 255) for value in color]
    red, green, blue = (
        min(max(sum(m * v for m, v in zip(row, linear, strict=True)), 0), 1)
        for row in VISIONS[vision]
    )
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    x, y, z = _root(x), _root(y), _root(z)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _linear(value):
    if value <= 0.04045:
        return value / 12.92
    return ((value + 0.055) / 1.055) ** 2.4


def _root(t):
    return t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116


def ciede2000(one, two):
    """The difference of two colors (L, a, b)."""
    (l1, a1, b1), (l2, a2, b2) = one, two
    mean_chroma = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    stretch = 1.5 - 0.5 * _saturation(mean_chroma)
    c1, h1 = _polar(stretch * a1, b1)
    c2, h2 = _polar(stretch * a2, b2)
    turn = h2 - h1
    if abs(turn) > 180:
        turn -= math.copysign(360, turn)
    hue = (h1 + turn / 2) % 360
    if c1 * c2 == 0:
        turn, hue = 0, h1 + h2
    chroma = (c1 + c2) / 2
    offset = ((l1 + l2) / 2 - 50) ** 2
    hue_weight = (
        1
        - 0.17 * _cos(hue - 30)
        + 0.24 * _cos(2 * hue)
        + 0.32 * _cos(3 * hue + 6)
        - 0.20 * _cos(4 * hue - 63)
    )
    lightness = (l2 - l1) / (1 + 0.015 * offset / math.sqrt(20 + offset))
    chromas = (c2 - c1) / (1 + 0.045 * chroma)
    hues = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    hues /= 1 + 0.015 * chroma * hue_weight
    rotation = 60 * math.exp(-(((hue - 275) / 25) ** 2))
    mixed = -2 * _saturation(chroma) * math.sin(math.radians(rotation))
    return math.sqrt(
        lightness**2 + chromas**2 + hues**2 + mixed * chromas * hues
    )


def _saturation(chroma):
    return math.sqrt(chroma**7 / (chroma**7 + 25**7))


def _polar(a, b):
    return math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def _cos(degrees):
    return math.cos(math.radians(degrees))
