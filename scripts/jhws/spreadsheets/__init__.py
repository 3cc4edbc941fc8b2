"""An analyst's own spreadsheet, understood and written as tidy rows of a table."""

from jhws.spreadsheets.answers import Answers, load_answers, save_answers
from jhws.spreadsheets.ask import ask, preview
from jhws.spreadsheets.read import Cell, Sheet, read_sheets
from jhws.spreadsheets.understand import Question, Understood, understand
from jhws.spreadsheets.write import write_rows

__all__ = [
    "Answers",
    "Cell",
    "Question",
    "Sheet",
    "Understood",
    "ask",
    "load_answers",
    "preview",
    "read_sheets",
    "save_answers",
    "understand",
    "write_rows",
]
