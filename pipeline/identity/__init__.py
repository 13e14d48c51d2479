"""What a report says of itself: title, agency, report-year, statistical period, date; and which agency that is.

Belongs here: reading these from prose and weighing them against each other, and the agency's identity. Does not:
tables, numbers in sentences.
"""

from pipeline.identity.agency import names_in
from pipeline.identity.agency_id import ALONE, Identity, identify_agency
from pipeline.identity.facts import ReportFacts, facts_frame, identify
from pipeline.identity.organs import GOVERNMENT, OFFICE
from pipeline.identity.parts import report_of
from pipeline.identity.years import year_named_by_path

__all__ = [
    "ALONE",
    "GOVERNMENT",
    "OFFICE",
    "Identity",
    "ReportFacts",
    "facts_frame",
    "identify",
    "identify_agency",
    "names_in",
    "report_of",
    "year_named_by_path",
]
