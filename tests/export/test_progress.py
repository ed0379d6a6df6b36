from export.progress import silent


def test_silence_prints_nothing(capsys):
    silent("sweep", 1, 2)
    assert capsys.readouterr() == ("", "")
