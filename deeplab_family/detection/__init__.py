"""Detection: networks that find objects, their boxes and masks, and scores."""
