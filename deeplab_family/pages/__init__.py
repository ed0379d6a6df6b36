"""HTML pages of one design: a base template, a stylesheet, charts, pictures."""
