"""Publish an edition: run its chapters, bind what they show, compile the book, swap the site in."""
