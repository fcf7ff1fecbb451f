"""Excel workbooks: the tables of a run with charts, and a dataset as a workbook to be filled in."""

from edu_supply.workbooks.book import ExcelMissingError, need_excel
from edu_supply.workbooks.run_book import write_workbook
from edu_supply.workbooks.template import write_template

__all__ = ["ExcelMissingError", "need_excel", "write_template", "write_workbook"]
