import hmac

import pytest

from deeplab_family.app.access import host_name, is_loopback
from deeplab_family.app.app_server import open_server
from tests.deeplab_family.app.app_in_thread import (
    ByRed,
    answered,
    ask,
    noise,
    png,
    running,
)

IMAGE = png(noise())


@pytest.fixture(scope="module")
def app():
    with running(ByRed()) as server:
        yield server


@pytest.fixture(scope="module")
def shared():
    """One that other machines reach, so that it has a token."""
    with running(ByRed(), host="0.0.0.0") as server:
        yield server


HERE = ["localhost", "localhost:9000", "LOCALHOST:1", "127.0.0.1", "[::1]:80"]
ELSEWHERE = [
    "evil.example",
    "evil.example:8360",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "10.0.0.5",
    "user@localhost",
    "localhost:80:80",
    "",
    "localhost, evil.example",
]


@pytest.mark.parametrize("host", HERE)
def test_names_of_this_machine_are_answered(app, host):
    """Also of another port, as behind `ssh -L 9000:localhost:8360`."""
    assert ask(app, "GET", "/", headers=[("Host", host)])[0] == 200


@pytest.mark.parametrize("host", ELSEWHERE)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_name_of_another_site_is_refused(app, host, method):
    """DNS can let a site's own name mean this machine."""
    path = "/" if method == "GET" else "/segment"
    status, _, content = ask(app, method, path, IMAGE, headers=[("Host", host)])
    assert status == 403 and b"tiny" not in content


@pytest.mark.parametrize("hosts", [[], ["localhost", "evil.example"]])
def test_there_is_one_name(app, hosts):
    headers = [("Host", host) for host in hosts] or [("host", "")]
    assert ask(app, "GET", "/", headers=headers)[0] == 403


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost:1", ""]
)
def test_a_page_of_another_site_cannot_ask(app, origin):
    asked = app.content.model.predictor.asked
    assert ask(app, body=IMAGE, headers=[("Origin", origin)])[0] == 403
    assert app.content.model.predictor.asked == asked


def test_the_page_itself_can_ask(app):
    for host in (f"127.0.0.1:{app.server_port}", "localhost:9000"):
        headers = [("Host", host), ("Origin", f"http://{host}")]
        answered(app, IMAGE, headers=headers)


def bearer(token):
    return [("Authorization", f"Bearer {token}")]


def test_other_machines_need_the_token(shared):
    token = shared.access.token
    assert len(token) >= 32 and token in shared.addresses()[0]
    answered(shared, IMAGE, headers=bearer(token))
    assert ask(shared, "GET", f"/?token={token}")[0] == 200
    wrong = ["", "x", token[:-1], token + "x", token.swapcase(), "\xfcber"]
    for given in wrong:
        for headers in (bearer(given), []):
            assert ask(shared, body=IMAGE, headers=headers)[0] == 403
            status, _, content = ask(shared, "GET", "/", headers=headers)
            assert status == 403 and b"tiny" not in content
    assert ask(shared, "GET", "/sample/0")[0] == 403
    assert ask(shared, "GET", "/?token=%ff%fe")[0] == 403


def test_tokens_are_compared_in_constant_time(shared, monkeypatch):
    compared = []

    def compare(one, other):
        compared.append((one, other))
        return False

    monkeypatch.setattr(hmac, "compare_digest", compare)
    assert ask(shared, body=IMAGE, headers=bearer("abc"))[0] == 403
    assert compared == [(b"abc", shared.access.token.encode())]


def test_each_server_has_a_token_of_its_own():
    with open_server("0.0.0.0", 0) as one, open_server("0.0.0.0", 0) as other:
        assert one.access.token != other.access.token
    with open_server("127.0.0.1", 0) as server:
        assert server.access.token is None


def test_a_shared_server_is_reached_by_address_but_no_foreign_name(shared):
    headers = bearer(shared.access.token)
    named = [("Host", "192.168.1.7:8360"), *headers]
    answered(shared, IMAGE, headers=named)
    named = [("Host", "evil.example"), *headers]
    assert ask(shared, body=IMAGE, headers=named)[0] == 403


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.8.8.8"])
def test_loopback_is_told(host):
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "pc", "::2"])
def test_what_others_reach_is_told(host):
    assert not is_loopback(host)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("LocalHost:80", "localhost"),
        ("localhost.", "localhost"),
        ("[::1]:80", "::1"),
        ("::1", None),
        ("a b", None),
        ("", None),
    ],
)
def test_the_name_of_a_host_header(text, name):
    assert host_name(text) == name


@pytest.mark.parametrize(
    ("host", "port", "told"),
    [
        ("no.such.host.invalid", 0, "no such name"),
        ("127.0.0.1", 70000, "must be 0..65535"),
        ("192.0.2.1", 0, "no address of this machine"),
    ],
)
def test_where_nobody_can_listen_is_one_line(host, port, told):
    with pytest.raises(ValueError, match=told):
        open_server(host, port)


def test_a_taken_port_is_told_with_the_way_out():
    with open_server("127.0.0.1", 0) as server:
        port = server.server_port
        with pytest.raises(ValueError, match=f"--port {port + 1}, or --port 0"):
            open_server("127.0.0.1", port)
