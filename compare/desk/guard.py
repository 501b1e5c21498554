"""What stands between the network and the application: who may ask, how much, and how long.

A page of another site can make a browser send requests here. So a request must name this host
(which stops DNS rebinding), and one that writes must come from a page of this application: the
browser says so in ``Origin`` or ``Sec-Fetch-Site``, and what sends neither must send JSON, which
no form of another site can.
"""

from __future__ import annotations

import asyncio
import hmac
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Guard", "Limits"]

COOKIE = "newscompare"
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"content-security-policy", b"frame-ancestors 'none'"),
)
_SAFE = {"GET", "HEAD"}


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of a request's body, and seconds from its first byte to the answer's first."""

    body: int = 5_000_000
    seconds: float = 60.0


class _TooLargeError(Exception):
    pass


class Guard:
    """An ASGI application before another."""

    def __init__(
        self, app: ASGIApp, hosts: frozenset[str], token: str | None, limits: Limits
    ) -> None:
        """Let through to ``app`` what names one of ``hosts`` (any if empty) and has the token."""
        self._app, self._hosts, self._token, self._limits = app, hosts, token, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await refusal(scope, receive, _with_headers(send, close=True))
            return
        started = False

        async def note(message: Message) -> None:
            nonlocal started
            started = True
            await _with_headers(send)(message)

        try:
            async with asyncio.timeout(self._limits.seconds):
                await self._app(scope, _limited(receive, self._limits.body), note)
        except (TimeoutError, _TooLargeError) as error:
            if started:
                raise
            answer = _too_large(self._limits) if isinstance(error, _TooLargeError) else (
                PlainTextResponse("this took too long; ask for less\n", 503)
            )  # fmt: skip
            await answer(scope, receive, _with_headers(send, close=True))

    def _refusal(
        self, scope: Scope, headers: Headers
    ) -> PlainTextResponse | RedirectResponse | None:
        host = _host_of(headers.get("host", ""))
        if self._hosts and host not in self._hosts:
            return PlainTextResponse("unknown host\n", 421)
        if (answer := self._unauthorised(scope, headers)) is not None:
            return answer
        if scope["method"] not in _SAFE and not _from_here(headers):
            return PlainTextResponse("writing is only for pages of this application\n", 403)
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > self._limits.body:
            return _too_large(self._limits)
        return None

    def _unauthorised(
        self, scope: Scope, headers: Headers
    ) -> PlainTextResponse | RedirectResponse | None:
        if self._token is None:
            return None
        given = headers.get("authorization", "").removeprefix("Bearer ")
        if self._is_token(given) or self._is_token(_cookie(headers)):
            return None
        query = parse_qs(scope["query_string"].decode("latin-1"))
        if scope["method"] == "GET" and self._is_token(query.get("token", [""])[0]):
            answer = RedirectResponse(scope["path"], 303)
            answer.set_cookie(COOKIE, self._token, httponly=True, samesite="strict")
            return answer
        return PlainTextResponse(
            "a token is needed: open the address that newscompare serve printed\n", 401
        )

    def _is_token(self, given: str) -> bool:
        return self._token is not None and hmac.compare_digest(given.encode(), self._token.encode())


def _too_large(limits: Limits) -> PlainTextResponse:
    return PlainTextResponse(f"at most {limits.body:,} bytes are taken\n", 413)


def _host_of(value: str) -> str:
    """The host without its port."""
    if value.startswith("["):
        return value.partition("]")[0].removeprefix("[").lower()
    return value.partition(":")[0].lower()


def _cookie(headers: Headers) -> str:
    cookie = SimpleCookie()
    try:
        cookie.load(headers.get("cookie", ""))
    except Exception:  # noqa: BLE001  (whatever a client sends, it is no token)
        return ""
    return cookie[COOKIE].value if COOKIE in cookie else ""


def _from_here(headers: Headers) -> bool:
    """Whether a request that writes comes from a page of this host, or from no page at all."""
    # Where a page sends no referrer, a browser writes "null" for the origin of its forms.
    if (site := headers.get("sec-fetch-site")) is not None:
        return site == "same-origin"
    if (origin := headers.get("origin")) is not None:
        return origin.partition("://")[2] == headers.get("host")
    return headers.get("content-type", "").partition(";")[0].strip() == "application/json"


def _limited(receive: Receive, most: int) -> Receive:
    """The body, as far as it is allowed."""
    taken = 0

    async def take() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise _TooLargeError
        return message

    return take


def _with_headers(send: Send, *, close: bool = False) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            more = [(b"connection", b"close")] if close else []
            message = {**message, "headers": [*message.get("headers", []), *_HEADERS, *more]}
        await send(message)

    return sent
