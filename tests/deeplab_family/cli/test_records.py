from deeplab_family.cli.main import main


def test_packs_both_splits_and_says_so(streets, tmp_path, capsys):
    output = tmp_path / "records"
    words = ["records", "--dataset", "synthetic", "--root", str(streets)]
    assert main([*words, "--output", str(output), "--shards", "2"]) == 0
    text = capsys.readouterr().out
    assert "train: 6 samples in 2 shards" in text
    assert "val: 2 samples in 2 shards" in text
    assert (output / "manifest.json").exists()


def test_folder_in_use_is_refused(streets, tmp_path, capsys):
    (tmp_path / "precious.txt").write_text("mine")
    words = ["records", "--dataset", "synthetic", "--root", str(streets)]
    assert main([*words, "--output", str(tmp_path)]) == 2
    assert str(tmp_path) in capsys.readouterr().err
