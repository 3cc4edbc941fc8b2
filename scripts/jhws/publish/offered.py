"""The files of a site that readers can take away, by name; what writes them need not be loaded to name them."""

DATA_PACKAGE = "data-package.zip"
PAPERS = ("board-paper.docx", "board-paper.pdf")
WORKBOOKS = ("tables.xlsx", "tables.ods")
