"""A run as a page to read and to print: figures, map, charts and tables in one HTML file that asks for no other."""

from edu_supply.report.analysis import analysis_page
from edu_supply.report.file import PARTNERS_REPORT, REPORT, write_report
from edu_supply.report.page import report_page

__all__ = ["PARTNERS_REPORT", "REPORT", "analysis_page", "report_page", "write_report"]
