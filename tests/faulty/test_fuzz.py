"""Whatever stands in a file, a loader takes it or refuses it in the package's own words: no other error ends it."""

import contextlib
import json
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jhws.data.check import check_tables
from jhws.edition import load_edition
from jhws.faults import FaultsError
from jhws.formula import figures_of_formula
from jhws.parameters import declared_parameters
from jhws.statistics.reconcile import Bounds, compute

ROOT = Path(__file__).resolve().parents[2]
AREAS = (ROOT / "data" / "areas.csv").read_text(encoding="utf-8")
EDITION = (ROOT / "data" / "editions" / "leicestershire-2024-25.yml").read_text(encoding="utf-8")
CHAPTER = (ROOT / "chapters" / "index.ipynb").read_text(encoding="utf-8")
# Letters with a meaning in CSV, YAML, JSON or Python, and some that are seldom seen.
ODD = st.text(
    alphabet=st.sampled_from("\",;\t\n\r\0 :-[]{}&*!#|>%@`'=+~\\/£é\u202e\ufeff\ud7ff0123456789.eEnNaAyY<("),
    max_size=12,
)
SLOWLY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@st.composite
def damaged(draw, text: str) -> str:
    """Cut pieces out of a sound text and put odd ones in."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 30)))
        text = text[:start] + draw(ODD) + text[end:]
    return text


@pytest.fixture
def small(tmp_path) -> Path:
    """Give a project of one table."""
    (tmp_path / "data" / "schemas").mkdir(parents=True)
    shutil.copy(ROOT / "data" / "schemas" / "areas.json", tmp_path / "data" / "schemas")
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"] = [resource for resource in package["resources"] if resource["name"] == "areas"]
    (tmp_path / "data" / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return tmp_path


@SLOWLY
@given(st.one_of(damaged(AREAS).map(lambda text: text.encode("utf-8", "replace")), st.binary(max_size=200)))
def test_any_table_is_sound_or_its_faults_are_told(small, content):
    (small / "data" / "areas.csv").write_bytes(content)
    for fault in check_tables(small):
        assert fault.file == "data/areas.csv"
        assert fault.rule
        assert len(str(fault)) < 2000


@SLOWLY
@given(st.one_of(damaged(EDITION), st.text(max_size=100).filter(str.isprintable)))
def test_any_edition_is_read_or_its_faults_are_told(project, edition_file, text):
    edition_file.write_text(text, encoding="utf-8", errors="replace")
    with contextlib.suppress(FaultsError):
        load_edition(edition_file, edition_file.parents[2])


@pytest.fixture
def edition_file(tmp_path) -> Path:
    """Give the place of an edition beside the areas and sources that it is held against."""
    for part in ("datapackage.json", "areas.csv", "sources.csv"):
        (tmp_path / "data").mkdir(exist_ok=True)
        shutil.copy(ROOT / "data" / part, tmp_path / "data" / part)
    shutil.copytree(ROOT / "data" / "schemas", tmp_path / "data" / "schemas")
    (tmp_path / "data" / "editions").mkdir()
    return tmp_path / "data" / "editions" / "leicestershire-2024-25.yml"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(
            st.sampled_from(["cells", "nbformat", "nbformat_minor", "metadata", "cell_type", "source", "worksheets"]),
            inside,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@SLOWLY
@given(st.one_of(damaged(CHAPTER), JSON.map(json.dumps)))
def test_any_chapter_is_read_or_its_fault_is_told(tmp_path, text):
    chapter = tmp_path / "chapter.ipynb"
    chapter.write_text(text, encoding="utf-8", errors="replace")
    with contextlib.suppress(FaultsError):
        declared_parameters(chapter, "chapters/chapter.ipynb")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="abn_=()[]{}'\"0123456789.,-+*:#\n !@\0é", max_size=40))
def test_any_parameters_cell_is_read_or_its_fault_is_told(tmp_path, source):
    chapter = tmp_path / "chapter.ipynb"
    notebook = json.loads(CHAPTER)
    cell = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    cell["source"] = [source]
    chapter.write_text(json.dumps(notebook), encoding="utf-8")
    with contextlib.suppress(FaultsError):
        declared_parameters(chapter, "chapters/chapter.ipynb")


FORMULA = st.one_of(st.text(max_size=60), st.text(alphabet="[]()+-*/0123456789. abc", max_size=300))


@given(FORMULA)
def test_any_formula_is_computed_or_refused(formula):
    figures = {"a": Bounds(1, 2, 3), "b": Bounds(-1, 0, 1), "abc": Bounds(0, 0, 0)}
    with contextlib.suppress(ValueError, KeyError, ZeroDivisionError):
        compute(formula, figures)
    with contextlib.suppress(ValueError):
        figures_of_formula(formula)


@pytest.mark.parametrize("sign", ["(", "-", "[a]*", "1+", "-("])
def test_a_formula_without_end_is_refused_or_computed_but_ends(sign):
    with contextlib.suppress(ValueError):
        compute(sign * 100_000 + "1", {"a": Bounds(1, 1, 1)})
