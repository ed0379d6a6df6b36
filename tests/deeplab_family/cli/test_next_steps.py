import os

from deeplab_family.cli.next_steps import next_steps


def commands(folder):
    lines = next_steps(folder).splitlines()
    return [line.split("  ")[1] for line in lines]


def test_a_stranger_sees_the_four_commands(tmp_path):
    assert [line.split()[1] for line in commands(tmp_path)] == [
        "doctor",
        "train",
        "predict",
        "export",
    ]


def test_the_users_own_folder_is_named(tmp_path):
    (tmp_path / "a" / "images").mkdir(parents=True)  # without labels
    (tmp_path / "photos" / "images" / "val").mkdir(parents=True)
    (tmp_path / "photos" / "masks").mkdir()
    assert commands(tmp_path) == [
        "deeplab doctor photos",
        "deeplab train photos",
        "deeplab predict runs/photos photos/images/val",
        "deeplab export runs/photos",
    ]
    inside = commands(tmp_path / "photos")
    assert inside[1] == "deeplab train ."
    assert inside[3] == "deeplab export runs/photos"


def test_names_with_spaces_can_be_pasted(tmp_path):
    for part in ("images", "labels"):
        (tmp_path / "Fotos aus Köln" / part).mkdir(parents=True)
    assert commands(tmp_path)[1] == "deeplab train 'Fotos aus Köln'"
    assert commands(tmp_path)[3] == "deeplab export 'runs/Fotos aus Köln'"


def test_the_newest_run_is_named(tmp_path):
    for age, name in enumerate(("new", "old")):
        recipe = tmp_path / "runs" / name / "recipe.json"
        recipe.parent.mkdir(parents=True)
        recipe.touch()
        os.utime(recipe, (100 - age, 100 - age))
    assert commands(tmp_path)[3] == "deeplab export runs/new"
