"""Do the files keep their limits on images of the user's choice?"""

from collections.abc import Mapping, Sequence

from deeplab_family.inference import Predictor
from export.proof.measure import compare
from export.report.table import points
from export.samples import Samples
from export.verify.finding import Finding
from export.verify.written_report import WrittenArtifact

CHECK = "limits"


def check_limits(
    artifacts: Sequence[WrittenArtifact],
    predictors: Mapping[str, Predictor],
    reference: Predictor,
    samples: Samples,
) -> list[Finding]:
    """One finding for each artifact that could be loaded.

    Args:
        artifacts: as the report lists them.
        predictors: the loaded ones, by artifact name.
        reference: the Keras model, or what stands in for it.
        samples: images, and labels if there are any.
    """
    loaded = [a for a in artifacts if a.name in predictors]
    everyone = {a.name: predictors[a.name] for a in loaded}
    compared = compare({"reference": reference, **everyone}, samples)
    return [
        _finding(artifact, compared[artifact.name], compared["reference"])
        for artifact in loaded
    ]


def _finding(artifact: WrittenArtifact, comparison, baseline) -> Finding:
    facts = comparison.facts(baseline)
    drop = facts.get("mean_iou_drop")
    reasons = artifact.limit.broken_by(
        facts["largest_difference"], facts["equal_pixels"], drop
    )
    detail = f"{facts['equal_pixels']:.3%} of the pixels have the same class"
    if drop is not None:
        detail += (
            f", mean IoU {facts['mean_iou']:.4f}, a drop of "
            f"{points(drop)} points"
        )
    return Finding(
        path=artifact.path,
        check=CHECK,
        good=not reasons,
        detail="; ".join(reasons) or detail,
    )
