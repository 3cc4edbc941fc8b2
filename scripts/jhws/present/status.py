"""The book's one vocabulary of status: each word with its own shape, so that colour is never the only sign."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True)
class Status:
    """A status word, the shape drawn before it, and its tone ('good', 'bad' or 'plain')."""

    word: str
    shape: str
    tone: str


_ALL = (
    # against its target
    Status("met", "●", "good"),
    Status("on course", "◕", "good"),
    Status("off course", "◔", "bad"),
    Status("missed", "○", "bad"),
    Status("no target", "–", "plain"),
    Status("not known", "?", "plain"),
    # over time
    Status("getting better", "▲", "good"),
    Status("getting worse", "▼", "bad"),
    Status("increasing", "↑", "plain"),
    Status("decreasing", "↓", "plain"),
    Status("no clear change", "◆", "plain"),
    Status("cannot be calculated", "×", "plain"),
    # against England or peers
    Status("better", "■", "good"),
    Status("similar", "▣", "plain"),
    Status("worse", "□", "bad"),
    Status("higher", "△", "plain"),
    Status("lower", "▽", "plain"),
    Status("above the English median", "⇧", "plain"),
    Status("below the English median", "⇩", "plain"),
    Status("equal to the English median", "=", "plain"),
    Status("not compared", "∅", "plain"),
    # a claim against the figures that it rests on
    Status("confirmed", "✓", "good"),
    Status("differs", "≠", "bad"),
    Status("cannot be checked", "⊘", "plain"),
    # a figure against the date of the next one, and the book against what is asked of it
    Status("up to date", "◉", "good"),
    Status("overdue", "◎", "bad"),
    Status("not met", "◌", "bad"),
)
STATUSES = {status.word: status for status in _ALL}


def status_html(word: str) -> Markup:
    """Give a status word with its shape as HTML; the shape is hidden from screen readers.

    Raises
    ------
    KeyError
        The word is not in the book's vocabulary.
    """
    status = STATUSES[word]
    shape = Markup('<span aria-hidden="true">{}</span>').format(status.shape)
    # No break between the two, so that no line ends in a lone shape.
    return Markup('<span class="status status-{}">{}\N{NO-BREAK SPACE}{}</span>').format(
        status.tone, shape, status.word
    )
