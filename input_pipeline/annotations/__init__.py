"""Annotations of labelling tools: outlines of objects, drawn as class ids."""
