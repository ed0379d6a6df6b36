"""Chart files: a line chart as an SVG picture of its own."""

from deeplab_family.pages.line_chart import Chart, chart_svg
from deeplab_family.pages.page_templates import render


def chart_file(chart: Chart) -> str:
    """The text of an SVG file, with the stylesheet of the pages inside.

    It has light and dark colors, as the viewer asks for them.

    Args:
        chart: lines between two axes.
    """
    return str(render("chart_file.svg", svg=chart_svg(chart)))
