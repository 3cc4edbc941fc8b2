"""A service on this machine that answers as the real ones are documented to, or misbehaves as told.

No live service can be reached where the book is built. The answers have the documented form; their figures are those
of the book's own tables, so that a change in a test is one that the test makes.
"""

import csv
import dataclasses
import functools
import io
import json
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from jhws.refresh import transport as transports
from jhws.refresh.services import BASES
from jhws.refresh.transport import Pace, Transport

QUICK = Pace(connect=1, silence=0.4, whole=1.2, attempts=3, pause=0, backoff=0.01, longest_wait=2, largest=300_000)
Behaviour = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        service = self.server.service
        address = urlsplit(self.path)
        service.asked.append((address.path, dict(parse_qsl(address.query)), dict(self.headers)))
        behaviours = service.behaviours.get(address.path, [fail(404)])
        behaviour = behaviours.pop(0) if len(behaviours) > 1 else behaviours[0]
        try:
            behaviour(self)
        except OSError:
            self.close_connection = True  # the asker has gone

    def log_message(self, *args):
        pass


def give(body: str | bytes, media_type: str = "text/csv; charset=utf-8", **headers: str) -> Behaviour:
    """Answer; with an ETag or a Last-Modified, say 304 to whoever has that already."""
    content = body.encode() if isinstance(body, str) else body
    headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def behave(handler):
        had = {handler.headers.get("If-None-Match"), handler.headers.get("If-Modified-Since")} - {None}
        same = had & {headers.get("ETag"), headers.get("Last-Modified")}
        handler.send_response(304 if same else 200)
        for name, value in headers.items():
            handler.send_header(name, value)
        if not same:
            handler.send_header("Content-Type", media_type)
            handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        if not same:
            handler.wfile.write(content)

    return behave


def changing(behave: Behaviour, old: str, new: str, count: int) -> Behaviour:
    """Do as before, with a text in the answer replaced."""

    def changed(handler):
        sent, handler.wfile = handler.wfile, io.BytesIO()
        behave(handler)
        whole, handler.wfile = handler.wfile.getvalue(), sent
        body = whole.partition(b"\r\n\r\n")[2].decode()
        assert old in body, f"the test is out of date: the answer does not hold {old!r}"
        give(body.replace(old, new, count))(handler)

    return changed


def fail(status: int, **headers: str) -> Behaviour:
    def behave(handler):
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return behave


def stall(seconds: float) -> Behaviour:
    """Take the request and say nothing."""
    return lambda handler: time.sleep(seconds)


def drip(body: str, pause: float) -> Behaviour:
    """Answer without end of patience: a hundred bytes, a pause, a hundred bytes."""

    def behave(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        for start in range(0, len(body), 100):
            handler.wfile.write(body[start : start + 100].encode())
            handler.wfile.flush()
            time.sleep(pause)

    return behave


def cut(body: str, kept: int, *, chunked: bool = False) -> Behaviour:
    """Promise an answer with its ETag, send a part, hang up."""

    def behave(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/csv")
        handler.send_header("ETag", '"cut"')
        if chunked:
            handler.send_header("Transfer-Encoding", "chunked")
        else:
            handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        part = body[:kept].encode()
        handler.wfile.write(b"%x\r\n%s\r\n" % (len(part), part) if chunked else part)
        handler.wfile.flush()
        handler.connection.shutdown(socket.SHUT_RDWR)
        handler.close_connection = True

    return behave


class Service:
    """A service: what it does at each path, one behaviour a request, the last one for ever; and what it was asked."""

    give = staticmethod(give)
    changing = staticmethod(changing)
    fail = staticmethod(fail)
    stall = staticmethod(stall)
    drip = staticmethod(drip)
    cut = staticmethod(cut)

    def __init__(self, context: ssl.SSLContext | None = None):
        self.behaviours: dict[str, list[Behaviour]] = {}
        self.asked: list[tuple[str, dict, dict]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.service = self
        self._server.handle_error = lambda *_: None
        if context:
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.address = f"{'https' if context else 'http'}://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=functools.partial(self._server.serve_forever, 0.01), daemon=True)
        self._thread.start()

    def does(self, path: str, *behaviours: Behaviour) -> str:
        """Set what is done at a path; gives its address."""
        self.behaviours[path] = list(behaviours)
        return self.address + path

    def close(self):
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def service():
    """Give a service on this machine."""
    one = Service()
    yield one
    one.close()


@pytest.fixture
def services():
    """Give the class of services, for those with a certificate of their own; all are closed afterwards."""
    made = []

    def make(context):
        made.append(Service(context))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def anew(tmp_path) -> Callable[..., Transport]:
    """Give a function that makes a transport, as each run of the command does; all keep their answers in one folder."""
    return lambda **pace: Transport(tmp_path / "kept", dataclasses.replace(QUICK, **pace))


@pytest.fixture
def transport(anew) -> Transport:
    """Give a transport that loses its patience quickly."""
    return anew()


# The four services


def read(project: Path, table: str) -> list[dict[str, str]]:
    with (project / "data" / "observations" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def as_csv(header: str, rows: list[list[str]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([header.split(","), *rows])
    return text.getvalue()


# The header of a real export, as two public test suites quote it.
FINGERTIPS = (
    "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,"
    "Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,"
    "Denominator,Value note,Recent Trend,Compared to England value or percentiles,Compared to percentiles,"
    "Time period Sortable,New data,Compared to goal,Time period range"
)
NAMES = {
    "E06000016": "Leicester",
    "E06000017": "Rutland",
    "E06000054": "Wiltshire",
    "E10000018": "Leicestershire",
    "E92000001": "England",
}


def fingertips(rows: list[dict[str, str]], number: str) -> str:
    """Write rows as Fingertips does: each area twice, deprivation deciles of England beside them, spaces in periods."""
    lines = []
    for row in rows:
        name, period = NAMES[row["area_code"]], row["period"]
        if re.fullmatch(r"\d{4}-\d{2}", period):
            period = period.replace("-", " - ")
        limits = [row["lower_95"], row["upper_95"], "", ""]
        note = "Value not published as too few cases" if not row["value"] else ""
        values = [row["value"], *limits, "", "", note, "", "", "", f"{period[:4]}0000", "", "", "3y"]
        for parent, parent_name in (("", ""), ("E92000001", "England")):
            who = [row["area_code"], name, "Counties & UAs (from Apr 2023)", row["sex"], row["age"]]
            lines.append([number, "An indicator", parent, parent_name, *who, "", "", period, *values])
    decile = ["County & UA deprivation deciles in England (IMD2019, 4/23 and 4/24 boundaries)", "Most deprived decile"]
    who = ["E92000001", "England", "England", rows[0]["sex"], rows[0]["age"]]
    values = ["99.9", "99.8", "99.95", *[""] * 5, "", "", "", "20200000", "", "", "3y"]
    lines.append([number, "An indicator", "", "", *who, *decile, "2020 - 22", *values])
    lines.append([number, "An indicator", "", "", "E10000016", "Kent", "", rows[0]["sex"], rows[0]["age"], "", ""])
    lines[-1] += ["2020 - 22", *values]
    return as_csv(FINGERTIPS, lines)


def local_statistics(rows: list[dict[str, str]]) -> str:
    """Write rows as Explore local statistics does: a day and a length for a period, 79 for 79.0."""
    lines = []
    for row in rows:
        span = f"{row['period'][:4]}-01-01/P3Y"
        value = re.sub(r"\.0+$", "", row["value"])
        lines.append([row["area_code"], NAMES[row["area_code"]], span, value, row["lower_95"], row["upper_95"], ""])
    return as_csv("areacd,areanm,period,value,lci_95,uci_95,status", lines)


def well_being(rows: list[dict[str, str]]) -> str:
    """Write rows of anxiety and life satisfaction as the beta API's file does, with other estimates between them."""
    header = (
        "v4_3,Data Marking,Lower limit,Upper limit,yyyy-yy,Time,administrative-geography,Geography,"
        "measure-of-wellbeing,MeasureOfWellbeing,wellbeing-estimate,Estimate"
    )
    lines = []
    for row in rows:
        measure = row["indicator_id"].replace("_", "-")
        when, where = [row["period"]] * 2, [row["area_code"], NAMES[row["area_code"]]]
        what = [measure, measure.capitalize()]
        limits = [row["lower_95"], row["upper_95"]]
        lines.append([row["value"], "", *limits, *when, *where, *what, "average-mean", "Average (mean)"])
        lines.append(["4.1", "", "3.9", "4.3", *when, *where, *what, "poor", "Poor"])
    return as_csv(header, lines)


def nomis(estimates: dict[tuple[str, str], str]) -> str:
    """Write estimates, by area and year, as Nomis does."""
    header = "DATE_NAME,GEOGRAPHY_CODE,GEOGRAPHY_NAME,OBS_VALUE,OBS_STATUS_NAME"
    return as_csv(header, [[y, a, NAMES[a], value, "Normal Value"] for (a, y), value in estimates.items()])


ESTIMATES = {(area, year): "400000" for area in NAMES for year in ("2023", "2024")}


class Officials:
    """The four services, answering with the book's own figures until a test has them say something else."""

    def __init__(self, service: Service, project: Path):
        self.service = service
        rows = read(project, "local_statistics")
        self.rows = {
            name: [row for row in rows if row["indicator_id"] == name] for name in {r["indicator_id"] for r in rows}
        }
        self.answer_all()

    def answer_all(self) -> None:
        by_number = {"93671": "early_cancer_diagnosis", "93722": "preventable_cvd_mortality_under_75"}

        def both(handler):
            asked = dict(parse_qsl(urlsplit(handler.path).query))["indicator_ids"]
            give(fingertips(self.rows[by_number[asked]], asked))(handler)

        self.service.does("/fingertips/all_data/csv/by_indicator_id", both)
        for slug, sex in (("female", "Female"), ("male", "Male")):
            rows = [row for row in self.rows["healthy_life_expectancy"] if row["sex"] == sex]
            self.service.does(f"/els/data/healthy-life-expectancy-{slug}.csv", give(local_statistics(rows)))
        name, address = "wellbeing-local-authority", self.service.address
        version = f"{address}/beta/datasets/{name}/editions/time-series/versions/4"
        about = {"id": name, "links": {"latest_version": {"href": version, "id": "4"}}}
        self.service.does(f"/beta/datasets/{name}", give(json.dumps(about), "application/json"))
        file = {"downloads": {"csv": {"href": f"{address}/downloads/4.csv", "size": "1"}}}
        self.service.does(version.removeprefix(address), give(json.dumps(file), "application/json"))
        self.service.does("/downloads/4.csv", give(well_being(self.rows["anxiety"] + self.rows["life_satisfaction"])))
        self.service.does("/nomis/dataset/NM_2002_1.data.csv", give(nomis(ESTIMATES)))


@pytest.fixture
def officials(service, copy_of_project, monkeypatch) -> Officials:
    """Let the four services be played on this machine, and the command be quick."""
    for name, path in {
        "fingertips": "fingertips",
        "local-statistics": "els",
        "ons-beta": "beta",
        "nomis": "nomis",
    }.items():
        monkeypatch.setitem(BASES, name, f"{service.address}/{path}")
    monkeypatch.setattr(transports, "Pace", lambda: QUICK)
    return Officials(service, copy_of_project)


@pytest.fixture
def change(service):
    """Give a function that replaces a text in what a path answers."""

    def replace(path: str, old: str, new: str, count: int = -1) -> None:
        (behave,) = service.behaviours[path]
        service.does(path, service.changing(behave, old, new, count))

    return replace
