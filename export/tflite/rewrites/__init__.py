"""Rewrites of TFLite graphs, one a file; answers stay equal."""
