"""Publish an edition: run its chapters, bind what they show, compile the book, swap the site in."""

from jhws.publish.build import build_edition

__all__ = ["build_edition"]
