"""Ask a service over the network: with its certificate verified, patiently, politely, and never twice for nothing."""

from __future__ import annotations

import datetime
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import requests
from cachecontrol import CacheControlAdapter
from cachecontrol.caches.file_cache import FileCache
from cachecontrol.heuristics import LastModified
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter
from urllib3.exceptions import InvalidHeader, NewConnectionError
from urllib3.util import Retry

import jhws
from jhws.faults import Fault, FaultsError

_PASSING = {429, 500, 502, 503, 504}  # what a service says when it may answer the next time
_PIECE = 1024  # bytes read at a time: small, so that the time is looked at often
_NOTHING_CHANGED = "Try again later; nothing was changed."


@dataclass(frozen=True)
class Pace:
    """How long to wait for a service, how often to ask it, and how much to take from it.

    Parameters
    ----------
    connect, silence, whole
        Seconds: to be connected; without a byte; until all has come.
    attempts
        How often a passing failure is tried, the first time included.
    pause
        Seconds between two requests of ours.
    backoff, longest_wait
        Seconds before the second attempt, doubled for each further one; the longest that is waited before one.
    largest
        Bytes that an answer may have.
    """

    connect: float = 10
    silence: float = 90
    whole: float = 300
    attempts: int = 4
    pause: float = 1
    backoff: float = 2
    longest_wait: float = 60
    largest: int = 100_000_000


@dataclass(frozen=True)
class Answer:
    """What a service answered, as it came.

    Parameters
    ----------
    address
        Where it came from in the end.
    content
        The bytes.
    media_type
        What the service says that they are, as 'text/csv'. May be empty.
    """

    address: str
    content: bytes
    media_type: str

    def text(self) -> str:
        """Give the answer as text.

        Raises
        ------
        FaultsError
            It is a web page, or no text in UTF-8.
        """
        try:
            text = self.content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise FaultsError([Fault(self.address, "", "", "the answer is not text in UTF-8.", _LOOK)]) from None
        if self.media_type == "text/html" or text.lstrip()[:1] == "<":
            rule = "the answer is a web page, not data: the service may be closed for the moment, or have moved."
            raise FaultsError([Fault(self.address, "", "", rule, _LOOK)])
        return text


_LOOK = "Open the address in a browser to see what it says."


class UnreachableError(FaultsError):
    """A service cannot be reached at all."""


class _PassingError(Exception):
    """A failure that may pass, with the seconds that the service asks to wait."""

    def __init__(self, fault: Fault, wait: float = 0) -> None:
        super().__init__(str(fault))
        self.fault = fault
        self.wait = wait


class Transport:
    """Get answers from services.

    Certificates are verified, without exception; only ``https`` is spoken (and plain ``http`` with this machine
    itself, for the tests). What came is kept in a folder: the next time the service is only asked whether it has
    changed (``If-None-Match``, ``If-Modified-Since``).

    Parameters
    ----------
    cache
        The folder to keep answers in; made when needed, may be deleted at any time.
    pace
        How patient, how polite.
    """

    def __init__(self, cache: Path, pace: Pace | None = None) -> None:
        self._pace = pace or Pace()
        self._next = 0.0
        self._unreachable: dict[str, UnreachableError] = {}
        self._answers: dict[str, Answer] = {}
        self._session = requests.Session()
        self._session.headers["User-Agent"] = f"jhws/{jhws.__version__} (report book)"
        self._session.headers["Cache-Control"] = "max-age=0"  # always ask whether the copy kept is still the newest
        self._session.adapters.clear()
        for scheme in ("https://", "http://127.0.0.1:"):
            self._session.mount(scheme, CacheControlAdapter(FileCache(str(cache)), heuristic=LastModified()))

    def get(self, address: str, parameters: dict[str, str] | None = None) -> Answer:
        """Get one answer; the same address is asked once.

        Raises
        ------
        UnreachableError
            The service cannot be reached. It is not asked again.
        FaultsError
            It does not answer in time, answers with an error, breaks off, or its certificate cannot be trusted.
        """
        address = requests.Request("GET", address, params=parameters).prepare().url or address
        host = urlsplit(address).netloc
        if host in self._unreachable:
            raise self._unreachable[host]
        if address not in self._answers:
            self._answers[address] = self._get(address, host)
        return self._answers[address]

    def _get(self, address: str, host: str) -> Answer:
        attempts = Retrying(
            retry=retry_if_exception_type(_PassingError),
            stop=stop_after_attempt(self._pace.attempts),
            wait=self._wait,
            reraise=True,
        )
        try:
            return attempts(self._get_once, address)
        except _PassingError as error:
            tried = f" It was tried {self._pace.attempts} times." if self._pace.attempts > 1 else ""
            fault = Fault(address, "", error.fault.value, f"{error.fault.rule}{tried}", _NOTHING_CHANGED)
            raise FaultsError([fault]) from None
        except UnreachableError as error:
            self._unreachable[host] = error
            raise

    def _wait(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.wait if isinstance(error, _PassingError) else 0
        backoff = wait_exponential_jitter(
            multiplier=self._pace.backoff, max=self._pace.longest_wait, jitter=self._pace.backoff / 4
        )
        return max(asked, backoff(state))

    def _get_once(self, address: str) -> Answer:
        self._be_polite()
        times = (self._pace.connect, self._pace.silence)
        try:
            with self._session.get(address, timeout=times, stream=True) as response:
                self._refuse_status(response)
                content = self._read(response)
        except requests.exceptions.SSLError as error:
            raise FaultsError([_untrusted(address, error)]) from None
        except requests.exceptions.ConnectTimeout:
            raise UnreachableError([_unreachable(address)]) from None
        except requests.exceptions.Timeout:
            seconds = f"{self._pace.silence:g} seconds"
            raise _PassingError(Fault(address, "", "", f"the service did not answer within {seconds}.")) from None
        except requests.exceptions.ConnectionError as error:
            if _never_connected(error):
                raise UnreachableError([_unreachable(address)]) from None
            raise _PassingError(Fault(address, "", "", "the connection broke.")) from None
        except requests.exceptions.ChunkedEncodingError:
            raise _PassingError(Fault(address, "", "", "the answer broke off before its end.")) from None
        except requests.exceptions.InvalidSchema:
            rule = "the service leads to an address without a certificate; only https is taken."
            raise FaultsError([Fault(address, "", "", rule, _LOOK)]) from None
        except requests.exceptions.RequestException as error:
            raise FaultsError([Fault(address, "", "", f"the request failed: {error}.", _LOOK)]) from None
        media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        return Answer(response.url, content, media_type)

    def _be_polite(self) -> None:
        time.sleep(max(0.0, self._next - time.monotonic()))
        self._next = time.monotonic() + self._pace.pause

    def _refuse_status(self, response: requests.Response) -> None:
        status = response.status_code
        if status == 200:
            return
        told = f"{status} {response.reason}".strip()
        if status not in _PASSING:
            rule = "the service answered with this error: it may no longer know what is asked for."
            raise FaultsError([Fault(response.url, "", told, rule, "See docs/refresh.md, ‘When a service changes’.")])
        wait = _seconds_to_wait(response)
        if wait > self._pace.longest_wait:
            later = datetime.timedelta(seconds=round(wait))
            rule = f"the service is busy and asks to come back in {later} (hours:minutes:seconds)."
            raise FaultsError([Fault(response.url, "", told, rule, _NOTHING_CHANGED)])
        raise _PassingError(Fault(response.url, "", told, "the service answered with this error."), wait)

    def _read(self, response: requests.Response) -> bytes:
        latest = time.monotonic() + self._pace.whole
        content = bytearray()
        for piece in response.iter_content(_PIECE):
            content += piece
            if len(content) > self._pace.largest:
                rule = f"the answer is larger than {self._pace.largest:,} bytes."
                raise FaultsError([Fault(response.url, "", "", rule, _LOOK)])
            if time.monotonic() > latest:
                rule = f"the answer did not come whole within {self._pace.whole:g} seconds."
                raise _PassingError(Fault(response.url, "", "", rule))
        return bytes(content)


def _seconds_to_wait(response: requests.Response) -> float:
    """Read ``Retry-After``, which is a number of seconds or a date; zero where there is none, or nonsense."""
    try:
        return Retry().parse_retry_after(response.headers.get("Retry-After", "0"))
    except InvalidHeader:
        return 0


def _never_connected(error: requests.exceptions.ConnectionError) -> bool:
    """Tell no network, no name, no listener and no proxy from a connection that broke."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(error, requests.exceptions.ProxyError) or isinstance(reason, NewConnectionError)


def _unreachable(address: str) -> Fault:
    remedy = "Is this machine online? Nothing was changed."
    return Fault(f"https://{urlsplit(address).netloc}", "", "", "the service cannot be reached.", remedy)


def _untrusted(address: str, error: Exception) -> Fault:
    reason = str(error).rpartition("certificate verify failed: ")[2].partition(" (_ssl")[0]
    rule = f"the certificate of the service cannot be trusted ({reason[:120].rstrip(')')}); nothing was taken from it."
    remedy = (
        "On a network that inspects traffic, ask its keepers for their certificate and name the file in the "
        "environment variable REQUESTS_CA_BUNDLE. The check cannot be switched off."
    )
    return Fault(address, "", "", rule, remedy)
