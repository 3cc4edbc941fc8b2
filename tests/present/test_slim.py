"""A drawing gets smaller and shows the same."""

from jhws.present.slim import slim


def test_a_drawing_gets_smaller_and_shows_the_same():
    path = '<path d="M 0.123456 -10.000001 \nL 1e-07 45\nz\n" style="fill: #fff"/>'
    svg = f"<svg>\n <!-- Jul -->\n {path}\n <g>x y</g></svg>"
    assert slim(svg) == '<svg><path d="M 0.12 -10 L 0 45 z" style="fill: #fff"/><g>x y</g></svg>'
