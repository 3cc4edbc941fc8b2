"""A service is asked patiently, politely and with its certificate verified; what is wrong is told in one sentence."""

import datetime
import ssl
import time
from pathlib import Path

import pytest
import trustme

from jhws.faults import FaultsError
from jhws.refresh.transport import Pace, Transport, UnreachableError

TABLE = "a,b\r\n1,2\r\n"


def refusal(transport: Transport, address: str) -> str:
    with pytest.raises(FaultsError) as refused:
        transport.get(address)
    (fault,) = refused.value.faults
    return str(fault)


# Services that have a bad day


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_failure_that_passes_is_tried_again(status, service, transport):
    address = service.does("/table", service.fail(status), service.fail(status), service.give(TABLE))
    assert transport.get(address).text() == TABLE
    assert len(service.asked) == 3


def test_a_failure_that_stays_is_told_with_how_often_it_was_tried(service, transport):
    told = refusal(transport, service.does("/table", service.fail(500)))
    assert "found “500 Internal Server Error”; the service answered with this error. It was tried 3 times." in told
    assert len(service.asked) == 3


def test_an_error_that_will_not_pass_is_told_at_once(service, transport):
    told = refusal(transport, service.does("/table", service.fail(404)))
    assert "found “404 Not Found”; the service answered with this error: it may no longer know" in told
    assert len(service.asked) == 1


def test_a_busy_service_is_left_alone_as_long_as_it_asks(service, transport):
    address = service.does("/table", service.fail(429, Retry_After="1"), service.give(TABLE))
    began = time.monotonic()
    assert transport.get(address).text() == TABLE
    assert time.monotonic() - began >= 1


def test_a_busy_service_that_asks_for_too_long_is_not_waited_for(service, transport):
    began = time.monotonic()
    told = refusal(transport, service.does("/table", service.fail(429, Retry_After="3600")))
    assert "“429 Too Many Requests”; the service is busy and asks to come back in 1:00:00" in told
    assert len(service.asked) == 1
    assert time.monotonic() - began < 1


def test_a_date_to_come_back_at_is_understood(service, transport):
    later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=2)
    told = refusal(
        transport, service.does("/table", service.fail(503, Retry_After=f"{later:%a, %d %b %Y %H:%M:%S GMT}"))
    )
    assert "asks to come back in 1:59:" in told or "asks to come back in 2:00:00" in told


def test_nonsense_in_place_of_a_time_to_wait_is_not_waited_for(service, transport):
    address = service.does("/table", service.fail(429, Retry_After="soon"), service.give(TABLE))
    assert transport.get(address).text() == TABLE


def test_a_service_that_says_nothing_is_told(service, transport):
    told = refusal(transport, service.does("/table", service.stall(0.8)))
    assert "the service did not answer within 0.4 seconds. It was tried 3 times." in told


def test_a_service_that_drips_is_told(service, transport):
    told = refusal(transport, service.does("/table", service.drip("x" * 5000, 0.05)))
    assert "the answer did not come whole within 1.2 seconds. It was tried 3 times." in told


def test_an_answer_without_end_is_told(service, transport):
    told = refusal(transport, service.does("/table", service.give("x" * 300_001)))
    assert "the answer is larger than 300,000 bytes." in told


@pytest.mark.parametrize("chunked", [False, True])
def test_an_answer_that_is_cut_off_is_told_and_not_kept(chunked, service, anew):
    address = service.does("/table", service.cut(TABLE * 100, 500, chunked=chunked))
    told = refusal(anew(), address)
    assert "the answer broke off before its end. It was tried 3 times." in told
    service.does("/table", service.give(TABLE, ETag='"cut"'))
    assert anew().get(address).text() == TABLE
    assert all("If-None-Match" not in headers for _, _, headers in service.asked)


def test_an_answer_that_is_cut_off_once_is_asked_for_again(service, transport):
    address = service.does("/table", service.cut(TABLE * 100, 500), service.give(TABLE))
    assert transport.get(address).text() == TABLE


def test_no_service_at_all_is_told_and_not_asked_again(service, transport):
    address = service.does("/table", service.give(TABLE))
    service.close()
    with pytest.raises(UnreachableError, match=r"the service cannot be reached\. Is this machine online"):
        transport.get(address)
    with pytest.raises(UnreachableError):
        transport.get(f"{address}/other")
    assert service.asked == []


@pytest.mark.parametrize("page", ["<!DOCTYPE html><html>Down for maintenance</html>", "  \n<html></html>"])
def test_a_web_page_in_place_of_data_is_told(page, service, transport):
    address = service.does("/table", service.give(page))
    with pytest.raises(FaultsError, match="the answer is a web page, not data: the service may be closed"):
        transport.get(address).text()


def test_an_answer_in_another_encoding_is_told(service, transport):
    address = service.does("/table", service.give(b"a,b\r\n\xa3,1\r\n"))
    with pytest.raises(FaultsError, match="the answer is not text in UTF-8"):
        transport.get(address).text()


# Certificates


@pytest.fixture
def authority(tmp_path) -> tuple[trustme.CA, Path]:
    one = trustme.CA()
    file = tmp_path / "authority.pem"
    one.cert_pem.write_to_path(str(file))
    return one, file


def with_certificate(authority: trustme.CA, name: str, until: datetime.datetime | None = None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name, not_after=until).configure_cert(context)
    return context


def test_a_certificate_that_nobody_vouches_for_is_refused_before_anything_is_asked(authority, services, transport):
    service = services(with_certificate(authority[0], "127.0.0.1"))
    told = refusal(transport, service.does("/table", service.give(TABLE)))
    assert "the certificate of the service cannot be trusted (" in told
    assert "The check cannot be switched off." in told
    assert service.asked == []


def test_a_certificate_in_another_name_is_refused(authority, services, transport, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority[1]))
    service = services(with_certificate(authority[0], "fingertips.example"))
    assert "cannot be trusted" in refusal(transport, service.does("/table", service.give(TABLE)))
    assert service.asked == []


def test_a_certificate_that_has_run_out_is_refused(authority, services, transport, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority[1]))
    yesterday = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
    service = services(with_certificate(authority[0], "127.0.0.1", yesterday))
    told = refusal(transport, service.does("/table", service.give(TABLE)))
    assert "cannot be trusted (certificate has expired)" in told
    assert service.asked == []


def test_a_certificate_that_the_keepers_of_the_network_vouch_for_is_taken(authority, services, transport, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority[1]))
    service = services(with_certificate(authority[0], "127.0.0.1"))
    assert transport.get(service.does("/table", service.give(TABLE))).text() == TABLE


def test_a_service_that_leads_to_an_address_without_a_certificate_is_not_followed(service, transport):
    elsewhere = service.does("/elsewhere", service.give(TABLE)).replace("127.0.0.1", "localhost")
    told = refusal(transport, service.does("/table", service.fail(302, Location=elsewhere)))
    assert "the service leads to an address without a certificate; only https is taken." in told
    assert [path for path, _, _ in service.asked] == ["/table"]


def test_plain_http_is_not_spoken(transport):
    with pytest.raises(FaultsError, match="only https is taken"):
        transport.get("http://fingertips.phe.org.uk/api")


# What is kept


@pytest.mark.parametrize(
    ("mark", "asks"),
    [({"ETag": '"one"'}, "If-None-Match"), ({"Last_Modified": "Tue, 04 Nov 2025 09:30:00 GMT"}, "If-Modified-Since")],
)
def test_an_answer_that_has_not_changed_is_not_sent_again(mark, asks, service, anew):
    address = service.does("/table", service.give(TABLE, **mark))
    first = anew().get(address)
    second = anew().get(address)
    assert first.content == second.content == TABLE.encode()  # the second time the service sent no content
    assert [asks in headers for _, _, headers in service.asked] == [False, True]


def test_an_answer_that_has_changed_is_taken(service, anew):
    address = service.does("/table", service.give(TABLE, ETag='"one"'), service.give("a,b\r\n3,4\r\n", ETag='"two"'))
    anew().get(address)
    assert anew().get(address).text() == "a,b\r\n3,4\r\n"


def test_a_service_is_asked_even_if_it_said_that_its_answer_lasts(service, anew):
    address = service.does("/table", service.give(TABLE, Cache_Control="max-age=86400"), service.give("a,b\r\n3,4\r\n"))
    anew().get(address)
    assert anew().get(address).text() == "a,b\r\n3,4\r\n"


def test_a_copy_that_was_damaged_is_fetched_anew(service, anew, tmp_path):
    address = service.does("/table", service.give(TABLE, ETag='"one"'))
    anew().get(address)
    kept = [path for path in (tmp_path / "kept").rglob("*") if path.is_file()]
    assert kept
    for path in kept:
        path.write_bytes(path.read_bytes()[:20])
    assert anew().get(address).text() == TABLE


# Manners


def test_a_service_has_a_pause_between_two_requests(service, anew):
    transport = anew(pause=0.3)
    began = time.monotonic()
    for number in range(3):
        transport.get(service.does(f"/{number}", service.give(TABLE)))
    assert time.monotonic() - began >= 0.6


def test_the_same_address_is_asked_once(service, transport):
    address = service.does("/table", service.give(TABLE))
    assert transport.get(address) is transport.get(address)
    assert len(service.asked) == 1


def test_a_request_says_who_asks(service, transport):
    transport.get(service.does("/table", service.give(TABLE)))
    assert service.asked[0][2]["User-Agent"].startswith("jhws/")


def test_services_are_asked_at_most_once_a_second():
    assert Pace().pause >= 1
