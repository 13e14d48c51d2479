"""The Dagster layer: the library's steps as assets, checks, jobs and schedules, and the ``gongkai`` command.

What belongs here: which step depends on which, where its files lie, what a person sees of it in Dagster. What does
not: anything about reports, forms or rules; that is ``pipeline``, which knows nothing of Dagster.
"""
