"""Finish the built pages: from what Jupyter Book's theme gives to a light, private, accessible site."""

from jhws.publish.pages.finish import finish_pages

__all__ = ["finish_pages"]
