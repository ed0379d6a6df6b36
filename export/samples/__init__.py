"""Samples of an export: real images, and labels, to calibrate and compare."""
