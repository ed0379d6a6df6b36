from .contradiction import CONFIDENCE as CONFIDENCE
from .contradiction import Contradiction as Contradiction
from .contradiction import find_contradiction as find_contradiction
from .label_next import rank_next as rank_next
from .label_next import uncertainty_map as uncertainty_map
from .review import DoubtedLabel as DoubtedLabel
from .review import NextImage as NextImage
from .review import ReviewSample as ReviewSample
from .review import doubted_labels as doubted_labels
from .review import next_images as next_images
from .review_sheet import draw_doubted as draw_doubted
from .review_sheet import draw_next as draw_next
from .review_sheet import in_words as in_words
from .review_table import write_doubted as write_doubted
from .review_table import write_next as write_next

__all__ = [
    "CONFIDENCE",
    "Contradiction",
    "DoubtedLabel",
    "NextImage",
    "ReviewSample",
    "doubted_labels",
    "draw_doubted",
    "draw_next",
    "find_contradiction",
    "in_words",
    "next_images",
    "rank_next",
    "uncertainty_map",
    "write_doubted",
    "write_next",
]
