"""A chapter rests on the modules that it uses, followed to where they are defined, and on no others."""

import pytest

from jhws.publish.uses import PACKAGE, package_data, package_digests, used_files


def used(code: str) -> set[str]:
    return {file.relative_to(PACKAGE).as_posix() for file in used_files([code])}


def test_a_name_is_followed_through_its_package_to_the_module_that_defines_it():
    files = used("from jhws.present import tables\ntables.outlook(1)")
    assert "present/tables/trends.py" in files
    assert "present/tables/delivered.py" not in files
    assert not any(file.startswith("statistics/") for file in files - {"statistics/__init__.py"})


def test_a_module_below_a_package_is_followed_too():
    files = used("from jhws.present import sentences\nsentences.trends.answer(1)")
    assert "present/sentences/trends.py" in files
    assert "present/sentences/delivered.py" not in files


def test_what_a_module_imports_counts_with_it():
    files = used("from jhws.statistics import forecast_series")
    assert {"statistics/forecast.py", "statistics/_frames.py"} <= files
    assert "statistics/life_expectancy.py" not in files
    assert "data/tables.py" in used("from jhws import data\ndata.read_table('areas')")
    assert {"data/tables.py", "periods.py", "project.py"} <= used("import jhws.data.tables as t\nt.read_table('areas')")


@pytest.mark.parametrize(
    "code",
    [
        "from jhws import statistics\nfor name in dir(statistics): getattr(statistics, name)",
        "from jhws import statistics as s\nf(s)",
        "from jhws.statistics import *",
        "import jhws\nf(jhws)",
        "%matplotlib inline\nfrom jhws import statistics",
    ],
)
def test_what_cannot_be_followed_counts_whole(code):
    files = used(code)
    everything = {f"statistics/{file.name}" for file in (PACKAGE / "statistics").glob("*.py")}
    # An __init__ that hands on names has nothing of its own to rest on; star and whole use still cover its modules.
    assert everything - {"statistics/__init__.py"} <= files


def test_code_that_names_nothing_of_the_package_rests_on_nothing_of_it():
    assert used("import pandas as pd\npd.DataFrame()") == set()


def test_the_templates_of_exhibits_count_for_every_chapter():
    names = package_data(package_digests())
    assert {"present/templates/figure.html.j2", "present/templates/table.html.j2"} <= set(names)
    assert not any(name.endswith((".py", ".pyc")) for name in names)
