import pytest

from input_pipeline.service.servers import service_address


@pytest.mark.parametrize(
    "text", ["localhost:5050", "grpc://10.0.0.1:1", "[::1]:65535", "a-b.c:80"]
)
def test_addresses_are_taken_with_and_without_protocol(text):
    assert service_address(text) == text.removeprefix("grpc://")


@pytest.mark.parametrize(
    "text", ["", "localhost", "localhost:", ":5050", "a:0", "a:65536", "a b:1"]
)
def test_others_are_refused(text):
    with pytest.raises(ValueError, match="must be HOST:PORT"):
        service_address(text)
