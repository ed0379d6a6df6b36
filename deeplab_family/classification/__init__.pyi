# Keras is told of the classes here; the rest is imported from its files.
from .classifier import Classifier as Classifier
from .classifier_config import ClassifierConfig as ClassifierConfig
from .label_cross_entropy_config import (
    LabelCrossEntropyConfig as LabelCrossEntropyConfig,
)
