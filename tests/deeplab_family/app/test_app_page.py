import base64
import hashlib
import json
import re

from deeplab_family.app import AskedModel
from deeplab_family.app.app_page import app_page, content_policy
from input_pipeline import DatasetSpec
from tests.deeplab_family.app.app_in_thread import PALETTE, ByRed

HOSTILE = "</script><script>alert(1)</script>"


def page(name="m", names=("a", "b", "c"), samples=(), is_local=True):
    class Sample:
        def __init__(self, name):
            self.name = name

    model = AskedModel(name, ByRed(), DatasetSpec(tuple(names), PALETTE))
    return app_page(model, [Sample(s) for s in samples], 2**20, is_local)


def test_equal_arguments_give_equal_bytes():
    assert page() == page()


def test_names_are_texts_and_never_elements():
    text = page(HOSTILE, (HOSTILE, "<b>", "c'\""), [HOSTILE])
    assert text.count("<script") == text.count("</script>") == 2
    assert "<b>" not in text
    facts = re.search(r'id="facts">(.*?)</script>', text)[1]
    assert json.loads(facts)["names"] == [HOSTILE, "<b>", "c'\""]


def test_nothing_is_loaded_from_elsewhere():
    text = page()
    assert not re.search(r"https?:|url\(|@import|src=", text)
    assert not re.search(r"<[^>]* on\w+=", text)
    assert not re.search(r"<[^>]* style=", text)


def test_the_policy_allows_this_script_and_no_other():
    text = page()
    policy = content_policy(text)
    script = re.search(r"<script>(.*?)</script>", text, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest())
    assert f"script-src 'sha256-{digest.decode()}';" in policy
    assert policy.startswith("default-src 'none'; connect-src 'self';")
    assert "unsafe" not in policy and "*" not in policy
    assert content_policy(text.replace("const", "let")) != policy


def test_who_reads_the_page_learns_where_photographs_go():
    assert "stay on this machine" in page(is_local=True)
    assert "unencrypted" in page(is_local=False)
