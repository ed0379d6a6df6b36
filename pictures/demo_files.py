"""Pictures that the demo itself leaves: its sheet, and an overlay."""

from pictures.demo_run import DemoRun

STREET = "val_0016"
"""What docs/quickstart.md predicts."""


def sheet(demo: DemoRun) -> bytes:
    """Its three streets, as a PNG file."""
    return (demo.home / "demo.png").read_bytes()


def overlay(demo: DemoRun) -> bytes:
    """What `deeplab predict` draws over a street, as a JPEG file."""
    return (demo.home / "predictions" / f"{STREET}_overlay.jpg").read_bytes()
