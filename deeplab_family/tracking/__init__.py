"""What people look at while a run trains: curves, a page, other trackers."""
