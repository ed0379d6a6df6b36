from .comparison_page import ComparedModel as ComparedModel
from .comparison_page import comparison_html as comparison_html
from .disagreements import ClassMaps as ClassMaps
from .disagreements import Disagreements as Disagreements
from .evaluation_page import evaluation_html as evaluation_html
from .example_images import ExampleImages as ExampleImages

__all__ = [
    "ClassMaps",
    "ComparedModel",
    "Disagreements",
    "ExampleImages",
    "comparison_html",
    "evaluation_html",
]
