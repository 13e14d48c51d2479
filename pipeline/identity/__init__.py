"""What a report says of itself: title, agency, report-year, statistical period, date.

Belongs here: reading these from prose and weighing them against each other. Does not: tables, numbers in sentences.
"""

from pipeline.identity.facts import ReportFacts, facts_frame, identify, year_named_by_path

__all__ = ["ReportFacts", "facts_frame", "identify", "year_named_by_path"]
