from deeplab_family.cli.main import main
from deeplab_family.recipes import RECIPES


def test_every_recipe_is_listed_with_its_purpose(capsys):
    assert main(["recipes"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(RECIPES)
    assert all(len(line.split()) > 3 for line in lines)
    width = max(map(len, RECIPES))
    assert all(line[width] == " " != line[width + 1] for line in lines)
