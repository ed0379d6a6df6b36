"""Inspection of one sample: what its image and its label are, and their flaws.

The check before training and the doctor both ask here; they differ in how they
say it, not in what they find.
"""
