"""What is done to each page after Jupyter Book: one test or two for each duty."""

import datetime
import io
from types import SimpleNamespace

import pandas as pd
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from tests.markup import seen

from jhws.faults import FaultsError
from jhws.publish.kept import Kept
from jhws.publish.pages import about, exhibits, icons, maths, pictures, security, sharing, styles, theme
from jhws.publish.pages.files import first, parse, parse_part, put_behind, replace, write_pages

HEAD = '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>T</title></head>'


# Styles


@pytest.mark.parametrize(
    "rule",
    [
        "p{color:red}",
        ".seen{color:red}",
        "#place{color:red}",
        "main>.seen:hover::before{color:red}",
        "html[data-theme=dark] .seen:not(.unseen){color:red}",
        ":is(.unseen,.seen) p{color:red}",
        "@media print{.seen{color:red}}",
    ],
)
def test_a_rule_that_a_page_can_use_stays(rule):
    assert styles.purge(rule, {"html", "main", "p", "seen", "place"}) == rule


@pytest.mark.parametrize(
    "rule",
    [
        "table{color:red}",
        ".unseen{color:red}",
        "#nowhere{color:red}",
        "p .unseen:hover{color:red}",
        ":is(.unseen,.nowhere) p{color:red}",
        "@media print{.unseen{color:red}}",
        "@font-face{font-family:x;src:url(x.woff2)}",
        "p{}",
    ],
)
def test_a_rule_that_no_page_can_use_goes(rule):
    assert styles.purge(rule, {"p", "seen"}) == ""


def test_of_several_selectors_those_that_can_match_stay():
    assert styles.purge(".unseen, p , .seen > table{color:red}", {"p", "seen"}) == "p{color:red}"


def test_own_properties_and_animations_that_nothing_calls_go_and_so_do_those_that_only_they_called():
    called = "@keyframes turn{to{top:0}}"
    css = "p{--a:1px;--b:var(--c);--c:2px;margin:var(--a);animation:turn 1s}" + called + "@keyframes no{to{top:0}}"
    assert styles.purge(css, {"p"}) == "p{--a:1px;margin:var(--a);animation:turn 1s}" + called


def test_a_class_that_a_script_adds_counts_as_there(tmp_path):
    (tmp_path / "site.js").write_text('body.classList.add("scrolled-far")', encoding="utf-8")
    names = styles.names_used(
        {"a.html": parse('<p class="one two" id="x"></p><script src="site.js"></script>')}, tmp_path
    )
    assert {"p", "one", "two", "x", "scrolled-far"} <= names


def test_all_sheets_become_one_in_their_order_with_what_they_import(tmp_path):
    static = tmp_path / "_static"
    static.mkdir()
    (static / "base.css").write_text("p{color:red}", encoding="utf-8")
    (static / "first.css").write_text('@import "base.css";\np{color:blue}', encoding="utf-8")
    (static / "second.css").write_text("p{color:green}", encoding="utf-8")
    links = '<link rel="stylesheet" href="_static/first.css?v=1"><link rel="stylesheet" href="_static/second.css">'
    page = parse(HEAD.replace("</head>", f"{links}</head>") + "<body><p>Text</p></body></html>")
    styles.gather({"a.html": page}, tmp_path, Kept(tmp_path))
    assert (tmp_path / styles.STYLES).read_text(encoding="utf-8") == "p{color:red}p{color:blue}p{color:green}\n"
    assert [link["href"] for link in seen(page).select("link")] == [styles.STYLES]


# Icons


def test_an_icon_becomes_a_picture_hidden_from_screen_readers():
    builder = FontBuilder(512)
    builder.setupGlyphOrder([".notdef", "bars"])
    builder.setupCharacterMap({0xF0C9: "bars"})
    pen = TTGlyphPen(None)
    for number, point in enumerate([(0, 0), (0, 100), (448, 100)]):
        (pen.lineTo if number else pen.moveTo)(point)
    pen.closePath()
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "bars": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (512, 0), "bars": (448, 0)})
    builder.setupHorizontalHeader(ascent=448, descent=-64)
    builder.setupPost()
    file = io.BytesIO()
    builder.save(file)
    page = parse('<i class="fa-solid fa-bars"></i><i class="theme-switch fa-solid fa-bars fa-lg" data-mode="dark"></i>')
    icons.draw(page, icons.Glyphs(file.getvalue()))
    first, second = seen(page).select("svg")
    assert first["viewbox"] == "0 -448 448 512"
    assert first["aria-hidden"] == "true"
    assert first.path["d"].startswith("M0 0")
    assert second.parent.name == "span"
    assert (second.parent["class"], second.parent["data-mode"]) == (["theme-switch"], "dark")


# Maths


def test_a_formula_becomes_mathml():
    page = parse(r'<span class="math notranslate">\(\frac{a}{b}\)</span><div class="math">\[x^2\]</div>')
    maths.write_mathml(page, "methods.html")
    page = seen(page)
    inline, block = page.select("math")
    assert [part.get_text() for part in inline.select("mfrac mi")] == ["a", "b"]
    assert block["display"] == "block"
    assert "\\" not in page.get_text()


def test_a_formula_that_cannot_be_read_is_a_fault():
    with pytest.raises(FaultsError, match=r"methods\.html, formula: found “.*left.*”; the formula cannot be read"):
        maths.write_mathml(parse(r'<div class="math">\[\left( x\]</div>'), "methods.html")


# Pictures


def test_pictures_get_their_size_and_all_but_the_first_wait(tmp_path):
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20" viewBox="0 0 30 20"></svg>'
    (tmp_path / "a.svg").write_text(svg, encoding="utf-8")
    page = parse('<img src="a.svg" alt="One."><img src="a.svg" alt="Two.">')
    pictures.give_sizes(page, tmp_path)
    first, second = seen(page).select("img")
    assert (first["width"], first["height"], first.get("loading")) == ("30", "20", None)
    assert second["loading"] == "lazy"


# The data of a figure


def test_the_data_of_a_figure_are_written_for_a_reader():
    data = pd.DataFrame(
        {
            "indicator_id": ["adult_smoking", "long-life"],
            "area_code": ["E10000018", "E10000018"],
            "value": ["27.34195", "3834762.0"],
            "lower_95": ["-0.0012349", ""],
            "source_id": ["one", "two"],
        }
    )
    shown = exhibits.readable(data)
    assert list(shown) == ["Indicator", "Value", "Lower 95"]
    assert shown["Indicator"].tolist() == ["adult smoking", "long life"]
    assert shown["Value"].tolist() == ["27.34", "3,834,762"]
    assert shown["Lower 95"].tolist() == ["−0.001235", ""]


def test_a_row_alone_keeps_all_its_columns():
    assert list(exhibits.readable(pd.DataFrame({"area": ["Melton"], "count": ["7"]}))) == ["Area", "Count"]


def test_a_code_gives_way_to_a_name_that_tells_as_many_rows_apart_and_the_unit_stays():
    data = pd.DataFrame(
        {
            "area_code": ["E07000129", "E07000133"],
            "area_name": ["Blaby", "Melton"],
            "plan_id": ["a", "b"],
            "plan": ["Walk", "Walk"],
            "unit": ["%", "%"],
            "year": ["2024", "2024"],
        }
    )
    assert list(exhibits.readable(data)) == ["Area name", "Plan", "Unit"]


def test_limits_stand_behind_their_value_and_their_level_in_its_heading():
    data = pd.DataFrame(
        {
            "period": ["2021", "2022", "2023"],
            "value": ["13.0", "12.7", ""],
            "lower_95": ["12.7", "", "9.1"],
            "upper_95": ["13.3", "", "15.2"],
            "forecast": ["", "", "12.2"],
            "lower_80": ["", "", "10.2"],
            "upper_80": ["", "", "14.1"],
        }
    )
    shown = exhibits.readable(data)
    assert shown.to_dict("list") == {
        "Period": ["2021", "2022", "2023"],
        "Value (95% interval)": ["13 (12.7 to 13.3)", "12.7", ""],
        "Forecast (80% and 95% intervals)": ["", "", "12.2 (10.2 to 14.1; 9.1 to 15.2)"],
    }


@pytest.mark.parametrize(
    "data",
    [
        {"value": ["", "2"], "lower_95": ["1", "1.5"], "upper_95": ["3", "2.5"]},
        {"value": ["1", "2"], "forecast": ["1", "3"], "lower_95": ["0", "1"], "upper_95": ["4", "5"]},
        {"count": ["1", "2"], "lower_95": ["0", "1"], "upper_95": ["4", "5"]},
    ],
    ids=["a value is missing", "a value and a forecast", "no value at all"],
)
def test_limits_that_are_not_plainly_of_one_value_keep_their_columns(data):
    shown = exhibits.readable(pd.DataFrame(data))
    assert {"Lower 95", "Upper 95"} <= set(shown)
    assert shown.map(str).to_numpy().tolist() == pd.DataFrame(data).to_numpy().tolist()


def test_the_areas_of_a_time_series_stand_side_by_side_each_forecast_by_its_area_and_years_downwards():
    smoking, weight = ("Adults who smoke", "%"), ("Life satisfaction", "score out of 10")
    columns = ["indicator", "unit", "area_name", "period", "kind", "value", "forecast", "method"]
    data = pd.DataFrame(
        [
            (*smoking, "Melton", "2021", "published", "12.8", "", ""),
            (*smoking, "Melton", "2022", "published", "9.4", "", ""),
            (*weight, "Melton", "2021", "published", "7.6", "", ""),
            (*weight, "Melton", "2022", "published", "7.5", "", ""),
            (*smoking, "England", "2020", "published", "13.8", "", ""),
            (*smoking, "England", "2021", "published", "13.0", "", ""),
            (*weight, "England", "2022", "published", "7.45", "", ""),
            (*smoking, "Melton", "2023", "forecast", "", "9.1", "drift"),
        ],
        columns=columns,
    )
    shown = exhibits.readable(data)
    assert list(shown) == ["Period", "Melton", "Melton, forecast", "England"]
    assert list(shown.itertuples(name=None)) == [
        ("Adults who smoke, %", "2020", "", "", "13.8"),
        ("Adults who smoke, %", "2021", "12.8", "", "13"),
        ("Adults who smoke, %", "2022", "9.4", "", ""),
        ("Adults who smoke, %", "2023", "", "9.1", ""),
        ("Life satisfaction, score out of 10", "2021", "7.6", "", ""),
        ("Life satisfaction, score out of 10", "2022", "7.5", "", "7.45"),
    ]


def test_a_series_alone_needs_no_name():
    data = pd.DataFrame(
        {
            "area_name": ["Melton", "England"] * 3,
            "period": ["2020", "2020", "2021", "2021", "2022", "2022"],
            "value": ["1", "2", "3", "4", "5", "6"],
        }
    )
    shown = exhibits.readable(data)
    assert shown.to_dict("list") == {"Period": ["2020", "2021", "2022"], "Melton": [*"135"], "England": [*"246"]}
    assert shown.index.name is None


def test_areas_stay_below_each_other_where_side_by_side_they_would_be_mostly_empty():
    areas = ["Blaby", "Charnwood", "Harborough", "Melton"]
    data = pd.DataFrame({"area_name": areas, "period": ["2020", "2021", "2022", "2023"], "value": [*"1234"]})
    assert list(exhibits.readable(data)) == ["Area name", "Period", "Value"]


# Security


def test_the_policy_allows_the_pages_own_script_by_its_hash_and_no_other():
    page = parse(HEAD.replace("<title>", "<script>alert(1)</script><title>") + "</html>")
    security.forbid_the_rest(page)
    page = seen(page)
    policy = page.select_one("meta[http-equiv]")
    # printf 'alert(1)' | openssl dgst -sha256 -binary | base64
    assert "script-src 'self' 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='" in policy["content"]
    assert page.head.find_all(True)[1] is policy  # before any script


# Head


class Told:
    id, title, period = "x", "Health in X", "2024-25"


def test_the_description_is_the_pages_answer_cut_at_a_word():
    answer = "The answer of this page is a long one. " * 8
    page = parse(
        HEAD + f'<body><article><h1>Why?</h1><p>First.</p><div class="lead-sentences"><p>{answer}</p></div></article>'
    )
    sharing.describe(page, Told)
    page = seen(page)
    words = page.select_one("meta[name=description]")["content"]
    assert words.startswith("The answer of this page")
    assert words.endswith(" …")
    assert len(words) <= 155
    assert page.select_one("meta[property='og:image']")["content"] == sharing.CARD


def test_a_card_has_a_whole_address_where_the_book_knows_its_own():
    head = HEAD.replace("<title>", '<link rel="canonical" href="https://example.org/book/x/a.html"><title>')
    page = parse(head + "<body><h1>Why?</h1></body>")
    sharing.describe(page, Told)
    page = seen(page)
    assert page.select_one("meta[property='og:url']")["content"] == "https://example.org/book/x/a.html"
    assert page.select_one("meta[property='og:image']")["content"] == f"https://example.org/book/x/{sharing.CARD}"


# The theme


def test_the_button_that_readers_see_is_the_first_that_the_themes_script_finds():
    page = parse(
        '<header id="pst-header"><button class="primary-toggle" id="hidden"></button></header>'
        '<main><button class="primary-toggle" id="seen"></button></main>'
    )
    theme.mend(page)
    page = seen(page)
    assert [button["id"] for button in page.select(".primary-toggle")] == ["seen"]
    assert page.select_one("#pst-header").has_attr("hidden")  # the theme's script measures it


def test_a_table_of_plain_markdown_gets_a_caption_and_headings_with_scope():
    page = parse("<h2>Accuracy</h2><table><thead><tr><th>A</th><th></th></tr></thead><tbody></tbody></table>")
    theme.mend(page)
    page = seen(page)
    assert page.caption.get_text() == "Accuracy"
    assert [(cell.name, cell.get("scope")) for cell in page.select("tr > *")] == [("th", "col"), ("td", None)]


def test_two_tables_below_one_heading_have_names_of_their_own():
    page = parse("<h2>Forecasts</h2><table><tbody></tbody></table><table><tbody></tbody></table>")
    theme.mend(page)
    page = seen(page)
    assert [caption.get_text() for caption in page.select("caption")] == ["Forecasts", "Forecasts, table 2"]


def test_an_exhibit_gives_way_to_a_section_of_the_same_name():
    page = parse('<section id="sources"><h2>Sources</h2><div class="exhibit" id="sources"></div></section>')
    theme.mend(page)
    page = seen(page)
    assert page.select_one("div.exhibit")["id"] == "sources-exhibit"


# Putting parts in


def test_an_element_put_behind_another_or_in_its_place_stands_before_the_text_that_follows():
    page = parse("<p><i>one</i> two</p>")
    put_behind(first(page, "i"), parse_part("<b>and</b>"))
    replace(first(page, "i"), parse_part("<u>1</u>"))
    assert str(seen(page).p) == "<p><u>1</u><b>and</b> two</p>"


# Writing


def test_pages_are_written_as_html_5(tmp_path):
    body = '<p title="&quot;">a &amp; b &lt;</p><br/><script>if (a < b && c) {}</script>'
    write_pages({"a.html": parse(f"{HEAD}<body>{body}</body></html>")}, tmp_path)
    text = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>\n<html")
    assert "<p title='\"'>a &amp; b &lt;</p><br><script>if (a < b && c) {}</script>" in text


# Between editions


def edition(name: str, day: str, area: str, *chapters: str) -> SimpleNamespace:
    return SimpleNamespace(
        id=name,
        title=f"Health in {name}",
        area=area,
        period=name[-7:],
        as_of=datetime.date.fromisoformat(day),
        chapter_names=lambda: ["index", *chapters],
    )


EDITIONS = [
    edition("shire-2019-20", "2019-11-11", "E10000018", "trends"),
    edition("shire-2024-25", "2025-05-29", "E10000018", "trends", "money"),
    edition("city-2023-24", "2024-03-01", "E06000016"),
]


def told(own: SimpleNamespace, *names: str) -> dict:
    body = '<div class="sidebar-primary-items__end"></div><h1>Why?</h1><p>First.</p>'
    pages = {name: parse(body) for name in names}
    about.tell_edition(pages, own, EDITIONS)
    return {name: seen(page) for name, page in pages.items()}


def test_a_page_says_its_edition_and_leads_to_the_same_page_of_the_one_before():
    line = told(EDITIONS[1], "trends.html")["trends.html"].select_one("h1 + p")
    assert " ".join(line.get_text().split()) == (
        "Edition 2024-25, as of 29 May 2025. The one before it: edition 2019-20."
    )
    assert line.a["href"] == "../shire-2019-20/trends.html"


def test_a_page_of_an_old_edition_says_that_there_is_a_newer_one_of_its_area():
    line = told(EDITIONS[0], "trends.html")["trends.html"].select_one("h1 + p")
    assert "There is a newer one: edition 2024-25." in line.get_text()
    assert "newer" not in told(EDITIONS[2], "index.html")["index.html"].get_text()


def test_the_sidebar_leads_to_every_edition_the_newest_first_and_marks_its_own():
    pages = told(EDITIONS[1], "money.html", "search.html")
    links = pages["money.html"].select("nav[aria-label=Editions] a")
    assert [(link.get_text(), link["href"]) for link in links] == [
        ("Health in shire-2024-25", "#"),
        ("Health in city-2023-24", "../city-2023-24/index.html"),
        ("Health in shire-2019-20", "../shire-2019-20/index.html"),
    ]
    assert links[0]["aria-current"] == "true"
    assert "../city-2023-24/search.html" in [link["href"] for link in pages["search.html"].select("nav a")]


def test_a_section_that_tells_what_changed_is_linked_from_every_page():
    pages = {"a.html": parse("<h1>A</h1>"), "b.html": parse('<h1>B</h1><section id="what-changed-since"></section>')}
    about.tell_edition(pages, EDITIONS[2], [EDITIONS[2]])
    pages = {name: seen(page) for name, page in pages.items()}
    assert pages["a.html"].a["href"] == "b.html#what-changed-since"
    assert not pages["a.html"].select("nav")
