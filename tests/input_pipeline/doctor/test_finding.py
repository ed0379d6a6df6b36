from input_pipeline.doctor import CATALOG, Finding, Place


def test_advice_comes_from_the_catalog():
    finding = Finding("leak", "found: 1", (Place("a.jpg"),))
    advice = CATALOG["leak"]
    assert finding.severity == advice.severity == "warning"
    assert finding.expected == advice.expected and finding.fix == advice.fix
