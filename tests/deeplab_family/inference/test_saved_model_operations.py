import pytest
import tensorflow as tf

from deeplab_family.inference.saved_model_trust import OPERATIONS

REACHING_OUT = """
DebugIdentity DebugIdentityV2 DebugIdentityV3 EagerPyFunc
FileSystemSetConfiguration FixedLengthRecordDataset ImportEvent
InitializeTableFromTextFile InitializeTableFromTextFileV2 LMDBReader
LoadAndRemapMatrix MatchingFiles MergeV2Checkpoints Print PrintV2 PyFunc
PyFuncStateless ReadFile Recv RemoteCall Restore RestoreV2 Save SaveV2 Send
ShardedFilename TFRecordDataset TextLineDataset WholeFileReaderV2 WriteFile
""".split()


@pytest.mark.parametrize("operation", REACHING_OUT)
def test_what_reaches_out_of_the_graph_is_not_listed(operation):
    assert hasattr(tf.raw_ops, operation)
    assert operation not in OPERATIONS


def test_every_operation_is_one_of_tensorflow():
    assert not [name for name in OPERATIONS if not hasattr(tf.raw_ops, name)]


IN_MEMORY = """
ConcatenateDataset DatasetToSingleElement IgnoreErrorsDataset MapDataset
OptionsDataset TakeDataset TensorDataset
""".split()


def test_no_kind_of_operation_that_reaches_out_is_listed():
    parts = (
        "Dataset File Iterator Py Queue Random Reader Rpc Save Summary Table"
    )
    assert not [
        name
        for name in OPERATIONS.difference(IN_MEMORY)
        if any(part in name for part in parts.split())
    ]
