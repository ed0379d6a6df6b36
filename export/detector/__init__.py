"""Detectors as files: SavedModel and TFLite, with boxes at fixed maxima."""
