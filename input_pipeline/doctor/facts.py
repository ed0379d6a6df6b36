"""What one look at a sample leaves behind: small, however large its files."""

from dataclasses import dataclass

from input_pipeline.doctor.case import Case
from input_pipeline.inspection.facts import ImageFacts, LabelFacts


@dataclass(frozen=True)
class SampleFacts:
    """One sample after a look at it."""

    case: Case
    image: ImageFacts
    label: LabelFacts
