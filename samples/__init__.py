"""Generated reports and their truth: what `data/raw`, the tests and the benchmark are made of.

Nothing here knows how the pipeline reads a report. A report is drawn from a seed (:mod:`samples.truth`), printed by one
writer a format, roughened by named quirks (:mod:`samples.quirks`), and handed over with the truth of what was printed.
Agencies are invented; only the labels of the official forms are real.
"""
