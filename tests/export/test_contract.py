from tests.contracts.export import ExportContract
from tests.export.tiny_network import make_network


class TestTinyNetwork(ExportContract):
    @classmethod
    def make_model(cls):
        return make_network()
