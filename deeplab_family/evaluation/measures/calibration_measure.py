"""Calibration in an evaluation: ECE, reliability curve, temperature."""

from typing import Literal

import numpy as np

from deeplab_family.console.tables import Table, numbers
from deeplab_family.evaluation.judged_image import JudgedImage
from deeplab_family.evaluation.measure import Measure, number, share
from deeplab_family.metrics import (
    Calibration,
    PixelSample,
    fit_temperature,
    with_temperature,
)


class CalibrationMeasure(Measure):
    """Whether a class is right as often as its probability says.

    A fitted temperature is that of the pixels it was fitted on: judge it on
    another split.

    Args:
        ignore_label: label of pixels that are not judged.
        temperature: what logits are divided by first; "fit" finds the one of
            the least cross entropy, from 65,536 pixels of all images.

    Attributes:
        counts: of the probabilities at `temperature`, or as they are where it
            is fitted.
    """

    name = "calibration"

    def __init__(
        self,
        ignore_label: int = 255,
        temperature: float | Literal["fit"] = 1.0,
    ):
        fits = temperature == "fit"
        self.ignore_label = ignore_label
        self.temperature = 1.0 if fits else float(temperature)
        self.counts = Calibration(ignore_label=ignore_label)
        self._sample = PixelSample(ignore_label=ignore_label) if fits else None
        if not self.temperature > 0:
            raise ValueError(
                "`temperature` must be above 0, or 'fit'. "
                f"Received: {temperature}"
            )

    def add(self, judged: JudgedImage) -> dict[str, float]:
        """Counts an image; its row gets the mean confidence of its pixels."""
        probabilities = judged.probabilities
        if self._sample is not None:
            self._sample.update(judged.labels, probabilities)
        if self.temperature != 1:
            probabilities = with_temperature(probabilities, self.temperature)
        confidence = probabilities.max(axis=-1)
        self.counts.update(judged.labels, judged.class_map, confidence)
        seen = confidence[judged.labels != self.ignore_label]
        mean = float(seen.mean()) if seen.size else float("nan")
        return {"confidence": mean}

    @property
    def fitted(self) -> tuple[float, float] | None:
        """Fitted temperature, and the ECE of the sample with it; or None."""
        if self._sample is None or not len(self._sample.labels):
            return None
        labels = self._sample.labels
        scores = self._sample.log_probabilities
        temperature = fit_temperature(scores, labels)
        cooled = with_temperature(np.exp(scores), temperature)
        counts = Calibration(self.counts.bins, self.ignore_label)
        counts.update(
            labels[:, None],
            cooled.argmax(axis=-1)[:, None],
            cooled.max(axis=-1)[:, None],
        )
        return temperature, counts.expected_error

    def facts(self) -> dict:
        facts = {
            "temperature": self.temperature,
            "expected_error": number(self.counts.expected_error),
            "maximum_error": number(self.counts.maximum_error),
            "bins": [
                {
                    "pixels": int(pixels),
                    "confidence": number(confidence),
                    "accuracy": number(accuracy),
                }
                for pixels, confidence, accuracy in self._bins()
            ],
        }
        if self.fitted is not None:
            temperature, error = self.fitted
            facts["fitted"] = {
                "temperature": number(temperature),
                "expected_error": number(error),
            }
        return facts

    def table(self) -> Table:
        total = max(1, self.counts.pixels.sum())
        return Table(
            title=self._title(),
            columns=numbers("confidence", "accuracy", "share of pixels"),
            rows=tuple(
                (share(confidence), share(accuracy), f"{pixels / total:.2%}")
                for pixels, confidence, accuracy in self._bins()
                if pixels
            ),
            caption=self._caption(),
        )

    def _title(self) -> str:
        if not self.counts.pixels.sum():
            return "Calibration: no pixel is labeled with a class"
        text = (
            f"Calibration: expected error {share(self.counts.expected_error)}"
        )
        if self.temperature != 1:
            text += f" at temperature {self.temperature:g}"
        return text

    def _bins(self):
        counts = self.counts
        return zip(
            counts.pixels, counts.confidence, counts.accuracy, strict=True
        )

    def _caption(self) -> str:
        if self._sample is None:
            return ""
        if self.fitted is None:
            return "The temperature was not fitted: no pixel to fit it to"
        temperature, error = self.fitted
        return (
            f"Temperature fitted on these images: {temperature:.4g}, expected "
            f"error {share(error)}. Judge it on others: --temperature "
            f"{temperature:.4g}"
        )
