"""The report as one HTML file that needs nothing from anywhere."""

from deeplab_family.pages.page_templates import render
from deeplab_family.pages.pictures import jpeg_uri, png_uri, spots_uri
from export.report.file_bars import bar_groups
from export.report.report import ExportReport
from export.report.table import details, measurements


def as_html(report: ExportReport) -> str:
    """The report as a page without scripts and without requests."""
    measured = report.verification
    paths = {artifact.name: artifact.path for artifact in measured.artifacts}
    page = render(
        "report.html",
        "export.report",
        report=report,
        bar_groups=bar_groups(measured),
        measurements=measurements(report),
        details=details(report),
        legend=list(zip(report.class_names, report.palette, strict=False)),
        figures=[
            (_words(image, paths), _pictures(image))
            for image in measured.changed_images
        ],
    )
    return str(page)


def _words(image, paths: dict[str, str]) -> str:
    path = paths[image.artifact]
    return f"{path}, {image.file}: {image.changed:.2%} of the pixels changed"


def _pictures(image) -> list[tuple[str, str]]:
    """The source of each picture, and what it shows."""
    return [
        (jpeg_uri(image.photo), "photograph"),
        (png_uri(image.before), "the Keras model's answer"),
        (png_uri(image.after), "the artifact's answer"),
        (spots_uri(image.difference), "changed pixels"),
    ]
