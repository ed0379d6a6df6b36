from .network_source import NetworkSource as NetworkSource
from .read_model import import_model as import_model
from .registry import AUTO as AUTO
from .registry import NETWORK_SOURCES as NETWORK_SOURCES
from .registry import known_projects as known_projects
from .registry import known_sources as known_sources
