"""Tracking of a run as it trains: curves, a page, other trackers."""
