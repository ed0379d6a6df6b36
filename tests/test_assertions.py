"""A test states a fact: never only a shape, `isfinite` or `exists`."""

import ast
from pathlib import Path

TESTS = Path(__file__).parent
ON_DISK = ("exists", "is_file", "is_dir")
SIZES = ("shape", "ndim")
CHECKS = ("assert", "check", "raises", "warns", "fail")

# Where the size or the file is the very fact. Nothing is added here that
# could be compared with a value; what was strengthened is taken out.
SHAPE_IS_THE_FACT = {
    "contracts/layer.py"
    "::test_symbolic_shapes_agree_with_height_and_width_unknown",
    "deeplab_family/cli/test_networks.py"
    "::test_logits_have_full_size_whatever_the_recipe_trains_on",
    "deeplab_family/inference/test_image_size_errors.py"
    "::test_a_unet_of_fixed_size_is_fed_that_size_as_advised",
    "deeplab_family/layers/test_adaptive_average_pooling.py"
    "::test_symbolic_shapes_agree_with_height_and_width_unknown",
    "deeplab_family/models/test_deeplabv3.py"
    "::test_rows_of_the_ablation_tables_build",
    "deeplab_family/models/test_duc_hdc.py::test_baselines_answer_at_full_size",
    "deeplab_family/models/test_duc_hdc.py::test_newer_phones_serve_it_too",
    "deeplab_family/models/test_duc_hdc.py"
    "::test_rows_of_the_ablation_tables_build",
    "deeplab_family/models/test_gcn.py"
    "::test_every_row_of_the_papers_tables_builds",
    "deeplab_family/models/test_vortexnet.py"
    "::test_every_row_of_the_papers_table_builds",
    "deeplab_family/papers/test_abstract_build.py"
    "::test_what_comes_after_has_weights",
    "deeplab_family/visualization/test_legend.py"
    "::test_no_entry_needs_no_height",
    "deeplab_family/visualization/test_panels.py"
    "::test_all_panels_of_one_size_are_equal_in_size_without_legend",
    "export/serving/clients/test_smoke_test.py"
    "::test_the_picture_it_draws_is_a_picture",
    "export/serving/test_served_network.py::test_features_end_at_the_layer",
    "export/serving/test_signatures.py::test_a_jpeg_is_answered_at_its_size",
    "export/serving/test_signatures.py::test_no_images_give_no_masks",
    "export/serving/test_warmup.py::test_the_image_has_the_size_asked_for",
    "export/test_other_runtimes.py::test_the_line_for_tf_js_converts",
    "export/test_other_runtimes.py::test_the_lines_for_core_ml_convert",
    "export/test_other_runtimes.py"
    "::test_the_plain_model_lies_where_the_lines_look",
    "export/samples/test_samples.py::test_each_folder_is_read_up_to_its_own_limit",
    "input_pipeline/augment/test_pad.py::test_the_result_has_a_static_shape",
    "input_pipeline/service/test_servers.py::test_a_dispatcher_may_note_its_work",
}


def test_no_test_asserts_only_a_shape_or_that_something_is_there():
    found = {
        f"{path.relative_to(TESTS)}::{node.name}"
        for path in TESTS.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test")
        and _says_too_little(node)
    }
    assert found - SHAPE_IS_THE_FACT == set(), "compare with a value"
    assert SHAPE_IS_THE_FACT - found == set(), "no longer: take them out"


def test_the_rule_tells_facts_from_shapes():
    weak = ["x.shape == (1, 2)", "np.isfinite(x).all()", "path.exists()"]
    weak += ["all(p.is_file() for p in paths)", "tuple(x.shape) == y"]
    strong = ["x == 1", "not path.exists()", "np.all(x.shape[0] * x == 3)"]
    assert all(_is_weak(ast.parse(text).body[0].value) for text in weak)
    assert not any(_is_weak(ast.parse(text).body[0].value) for text in strong)


def _says_too_little(test: ast.FunctionDef) -> bool:
    asserted = [n.test for n in ast.walk(test) if isinstance(n, ast.Assert)]
    checked = any(
        _name(node).lstrip("_").startswith(CHECKS)
        for node in ast.walk(test)
        if isinstance(node, ast.Call)
    )
    return bool(asserted) and not checked and all(map(_is_weak, asserted))


def _is_weak(claim: ast.expr) -> bool:
    if isinstance(claim, ast.BoolOp):
        return all(map(_is_weak, claim.values))
    if isinstance(claim, ast.Compare):
        return any(map(_is_size, [claim.left, *claim.comparators]))
    if isinstance(claim, ast.GeneratorExp):
        return _is_weak(claim.elt)
    if isinstance(claim, ast.Call):
        if _name(claim) in (*ON_DISK, "isfinite"):
            return True
        inner = [*claim.args, getattr(claim.func, "value", None)]
        return _name(claim) == "all" and any(map(_is_weak, filter(None, inner)))
    return False


def _is_size(value: ast.expr) -> bool:
    if isinstance(value, ast.Call) and _name(value) in ("tuple", "list"):
        return any(map(_is_size, value.args))
    return isinstance(value, ast.Attribute) and value.attr in SIZES


def _name(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))
