"""Order of test files: the longest first.

One that starts last would keep one worker busy while the other has nothing
left to do.
"""

LONGEST = (
    "tests/deeplab_family/training/test_two_workers.py",
    "tests/deeplab_family/training/test_resume.py",
    "tests/deeplab_family/cli/test_export.py",
    "tests/export/test_exporter.py",
    "tests/input_pipeline/test_training_batches.py",
    "tests/end_to_end/test_rehearsals.py",
    "tests/deeplab_family/training/test_rematerialization.py",
    "tests/deeplab_family/detection/test_detection_task.py",
    "tests/deeplab_family/training/test_staged_training.py",
    "tests/deeplab_family/training/test_trainer.py",
    "tests/deeplab_family/cli/test_train.py",
    "tests/deeplab_family/detection/test_detection_model.py",
    "tests/deeplab_family/training/test_failed_start.py",
    "tests/deeplab_family/training/test_precision_probe.py",
    "tests/export/test_served_precision.py",
    "tests/deeplab_family/cli/test_evaluate.py",
    "tests/deeplab_family/backbones/test_resnet.py",
    "tests/deeplab_family/training/test_freezing.py",
    "tests/deeplab_family/test_jax_backend.py",
    "tests/deeplab_family/classification/test_classification_task.py",
    "tests/deeplab_family/cli/test_import_.py",
    "tests/deeplab_family/test_registration.py",
    "tests/deeplab_family/models/test_deeplabv3.py",
    "tests/input_pipeline/test_opened_data.py",
    "tests/deeplab_family/cli/test_train_in_stages.py",
    "tests/deeplab_family/training/test_tried_precision.py",
    "tests/input_pipeline/test_evaluation_batches.py",
    "tests/deeplab_family/optimizers/test_accumulation.py",
    "tests/input_pipeline/doctor/test_examination.py",
    "tests/deeplab_family/weights/test_network_weights.py",
    "tests/export/detector/test_detector_exporter.py",
    "tests/end_to_end/test_detector_rehearsals.py",
    "tests/deeplab_family/detection/test_detector_commands.py",
    "tests/deeplab_family/models/test_galdnet.py",
    "tests/deeplab_family/inference/test_image_size_errors.py",
    "tests/deeplab_family/models/test_duc_hdc.py",
    "tests/input_pipeline/test_other_pictures.py",
    "tests/deeplab_family/models/test_segmentation_model.py",
    "tests/deeplab_family/training/test_early_stopping.py",
    "tests/additions/test_toy_augmentation.py",
    "tests/deeplab_family/losses/test_masked_cross_entropy.py",
    "tests/deeplab_family/cli/test_train_experiment.py",
    "tests/export/test_every_artifact.py",
    "tests/export/samples/test_labeled_data.py",
    "tests/input_pipeline/detection/test_detection_data.py",
    "tests/input_pipeline/classification/test_class_data.py",
    "tests/benchmarks/test_input_stages.py",
    "tests/export/onnx/test_exporter.py",
    "tests/input_pipeline/augment/test_fused.py",
    "tests/deeplab_family/backbones/test_mobilenet_v3.py",
    "tests/deeplab_family/models/test_gcn.py",
)
"""Files of 20 seconds and more, as `pytest --durations` tells them."""

_PLACES = {name: place for place, name in enumerate(LONGEST)}


def place_of(nodeid: str) -> int:
    """Where the file of a test comes; all that are not listed come last."""
    return _PLACES.get(nodeid.partition("::")[0], len(LONGEST))
