"""Content of the app: what its server shows and whom it asks."""

from dataclasses import dataclass

from deeplab_family.app.app_page import app_page, content_policy
from deeplab_family.app.asked_model import AskedModel
from deeplab_family.app.page_samples import PageSample


@dataclass(frozen=True)
class AppContent:
    """Content of a server: its model, samples, page and policy.

    Args:
        model: that answers.
        samples: pictures to begin with.
        page: the document, UTF-8.
        policy: its Content-Security-Policy.
    """

    model: AskedModel
    samples: list[PageSample]
    page: bytes
    policy: str


def make_content(
    model: AskedModel,
    samples: list[PageSample],
    most_bytes: int,
    is_local: bool,
) -> AppContent:
    """Content of a server, the page written once; arguments as `app_page`."""
    page = app_page(model, samples, most_bytes, is_local)
    return AppContent(model, samples, page.encode(), content_policy(page))
