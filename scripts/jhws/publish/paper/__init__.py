"""The Board paper: the edition's own results in the form of a council's report, as Word and as PDF."""

from jhws.publish.paper.write import PAPERS, write_papers

__all__ = ["PAPERS", "write_papers"]
