"""The Board paper: the edition's own results in the form of a council's report, as Word and as PDF."""
