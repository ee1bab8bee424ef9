"""Asks a host's API: patiently, page by page, its own address only; says in words what went wrong."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from platformctl.hosts.address import Address
from platformctl.hosts.links import following
from platformctl.hosts.lost import Barred, Lost
from platformctl.hosts.patience import ATTEMPTS, WAITING, Jitter, is_limited, jitter, pause, step
from platformctl.hosts.token import Token
from platformctl.hosts.trouble import HostTrouble, NoRights, NotTaken, NotThere, Unreachable
from platformctl.hosts.wire import Answer, Ask, exchange
from platformctl.progress import Event, Progress

PAGES = 100
REDIRECTS = 3
_MOVED = frozenset({307, 308})
_MOVED_TO_LOOK = frozenset({301, 302, 303, 307, 308})
"""Whoever only looks may be sent on by these; what writes is sent again as it is, or not at all."""


@dataclass
class Clock:
    """The time that all requests of a command may take together, waiting included."""

    patience: float = WAITING
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    sleep: Callable[[float], None] = time.sleep
    spread: Jitter = jitter

    def __post_init__(self) -> None:
        """Begin."""
        self._until = self.now() + timedelta(seconds=self.patience)

    def spend(self, seconds: float) -> bool:
        """Wait, if what is left allows it."""
        if self.now() + timedelta(seconds=min(seconds, 2 * self.patience)) > self._until:
            return False
        self.sleep(seconds)
        return True


class Api:
    """An API with the token of a job."""

    def __init__(
        self, name: str, base: Address, token: Token, headers: Mapping[str, str], progress: Progress, clock: Clock
    ) -> None:
        """Take the host's name as people say it, and the headers that its API wants, the token's among them."""
        self.name = name
        self._base = base
        self._token = token
        self._headers = {"User-Agent": "platformctl", "Accept": "application/json", **headers}
        self._progress = progress
        self._clock = clock

    def get(self, path: str) -> Any:
        """Return what is at a path."""
        return self._document(self._good("GET", self._base.to(path), None))

    def pages(self, path: str) -> Iterator[Any]:
        """Return what is on each page of a list."""
        url = self._base.to(path)
        for _ in range(PAGES):
            answer = self._good("GET", url, None)
            yield self._document(answer)
            reference = following(url, answer.headers)
            if not reference:
                return
            url = self._on_this_host(url, reference)
        raise HostTrouble(f"{self.name} has too many pages", detail=f"A list has more than {PAGES} pages.")

    def send(self, method: str, path: str, content: Any) -> Any:
        """Write something; return what the host made of it."""
        return self._document(self._good(method, self._base.to(path), json.dumps(content).encode()))

    def delete(self, path: str) -> None:
        """Remove something; that it is gone already is fine."""
        with suppress(NotThere):
            self._good("DELETE", self._base.to(path), None)

    def _good(self, method: str, url: str, body: bytes | None) -> Answer:
        allowed = _MOVED_TO_LOOK if method == "GET" else _MOVED
        for _ in range(REDIRECTS + 1):
            answer = self._answer(method, url, body)
            if answer.status not in allowed:
                self._refuse(answer, method)
                return answer
            url = self._on_this_host(url, answer.headers.get("location", ""))
        raise HostTrouble(f"{self.name} goes round in circles", detail=f"More than {REDIRECTS} redirects.")

    def _answer(self, method: str, url: str, body: bytes | None) -> Answer:
        """Ask until there is an answer that stands, or patience ends."""
        for attempt in range(ATTEMPTS):
            try:
                answer = exchange(Ask(method, url, self._all_headers(body), body))
            except Barred as barred:
                detail = f"{self.name}: {barred}. It is not asked again: nothing would change."
                raise Unreachable("No connection to the code host", detail=detail, hint=barred.hint) from barred
            except Lost as lost:
                self._wait(step(attempt, self._clock.spread), attempt, f"no connection ({lost})")
                continue
            seconds = pause(answer, attempt, self._clock.now(), self._clock.spread)
            if seconds is None:
                return answer
            limited = is_limited(answer)
            self._wait(seconds, attempt, "too many requests" if limited else f"status {answer.status}")
        raise AssertionError("the last attempt raises")  # pragma: no cover

    def _wait(self, seconds: float, attempt: int, why: str) -> None:
        if attempt + 1 < ATTEMPTS and self._clock.spend(seconds):
            self._progress(Event("post", "note", f"{self.name}: {why}; asked again after {seconds:.0f} s"))
            return
        times = "once" if attempt == 0 else f"{attempt + 1} times"
        detail = f"{self.name}: {why}. It was asked {times}; the next time would be in {seconds:.0f} s."
        raise Unreachable("The code host does not answer", detail=detail, hint="run the job again later")

    def _all_headers(self, body: bytes | None) -> Mapping[str, str]:
        return self._headers if body is None else {**self._headers, "Content-Type": "application/json"}

    def _on_this_host(self, url: str, reference: str) -> str:
        target = self._base.next_to(url, reference)
        if not target:
            detail = f"{self.name} points to an address of another host; the token is not sent there."
            raise HostTrouble("The code host sends us elsewhere", detail=detail)
        return target

    def _document(self, answer: Answer) -> Any:
        try:
            return json.loads(answer.body) if answer.body else None
        except (ValueError, RecursionError) as error:
            detail = f"{self.name} answered with {answer.status} and something that is not JSON."
            raise HostTrouble("The code host's answer makes no sense", detail=detail) from error

    def _refuse(self, answer: Answer, method: str) -> None:
        """Raise what a bad status means."""
        status = answer.status
        if 200 <= status < 300 and status != 203:  # Azure DevOps: 203 is the page that asks to sign in
            return
        said = self._token.out_of(_message(answer.body))
        detail = f"{self.name}: {method} got status {status}{f': {said}' if said else ''}."
        if status in {404, 410}:
            raise NotThere("It is not there, or the token may not see it", detail=detail)
        if status in {203, 401, 403} or 300 <= status < 400:
            raise NoRights("The token may not do this", detail=detail)
        if status in {400, 413, 422}:
            raise NotTaken("The code host did not take it", detail=detail)
        raise HostTrouble("The code host refused", detail=detail)


def _message(body: bytes) -> str:
    """Return the short reason that hosts give as JSON; an error page is not repeated."""
    try:
        said = json.loads(body[:65_536])
    except (ValueError, RecursionError):
        return ""
    if not isinstance(said, dict):
        return ""
    text = said.get("message") or said.get("error") or ""
    return " ".join(str(text).split())[:200].rstrip(".")
