from .app_content import AppContent as AppContent
from .app_content import make_content as make_content
from .app_server import AppServer as AppServer
from .app_server import open_server as open_server
from .asked_model import AskedModel as AskedModel
from .page_samples import PageSample as PageSample
from .page_samples import find_samples as find_samples

__all__ = [
    "AppContent",
    "AppServer",
    "AskedModel",
    "PageSample",
    "find_samples",
    "make_content",
    "open_server",
]
