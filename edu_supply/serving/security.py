"""Who may ask for what: names of the server, the key of its users, where forms come from, what pages may load."""

from __future__ import annotations

import hmac
import ipaddress
import sys
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

from starlette.responses import Response

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

COOKIE = "edu-supply-key"

OPEN_TO_ALL = "/static/"
"""What lies below holds no data: style and script of the pages."""

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
REPORT_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
"""For reports, which are files: no script runs in them, and they are of no origin."""

HEADERS = {
    "x-content-type-options": "nosniff", "x-frame-options": "DENY", "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin", "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store", "content-security-policy": POLICY,
}  # fmt: skip

FAULT = "This is a fault of edu-supply, not of your data. Please report it."

LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Guard:
    """Stands before the application.

    A request must name the server by a name that it has (else a page elsewhere could make itself one of ours by
    changing what its own name means), bring the key where there is one, and send forms from our own pages only.
    ``anywhere``: the server is reached by numbers of its own that it need not know.
    """

    def __init__(
        self, application: Application, page: Callable[[int, str], Response], names: Iterable[str] = (),
        key: str = "", most_bytes: int = 50_000_000, anywhere: bool = False,
    ):  # fmt: skip
        self.application, self.page, self.key, self.most_bytes = application, page, key, most_bytes
        self.names, self.anywhere = {*LOOPBACK, *(name.casefold() for name in names)}, anywhere

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        begun = False

        async def guarded(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                said = {name.decode().lower() for name, _ in message["headers"]}
                more = [(name.encode(), value.encode()) for name, value in HEADERS.items() if name not in said]
                message["headers"] = [*message["headers"], *more]
            await send(message)

        try:
            refusal = self._refusal(scope)
            await (refusal or self.application)(scope, receive, guarded)
        except Exception as error:
            sys.stderr.write(f"a fault of edu-supply at {scope['path']!r}: {type(error).__name__}: {error}\n")
            if not begun:
                await self.page(500, FAULT)(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        """The answer to a request that may not be; None where it may."""
        headers: dict[str, str] = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if not self._is_ours(headers.get("host", "")):
            return self.page(421, "This server has another name. Use the address that it said when it started.")
        if self.key and not scope["path"].startswith(OPEN_TO_ALL) and not self._has_key(headers):
            return self._with_key(scope)
        if scope["method"] in ("GET", "HEAD"):
            return None
        if not _is_own_form(headers):
            return self.page(403, "This was not sent from a page of this server, so nothing was done.")
        length = headers.get("content-length", "")
        if not length.isdecimal():
            return self.page(411, "This says not how long it is, so nothing was done.")
        if int(length) > self.most_bytes:
            return self.page(413, f"This is larger than {self.most_bytes / 1e6:,.0f} MB, so nothing was done.")
        return None

    def _is_ours(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if name in self.names:
            return True
        try:
            return self.anywhere and ipaddress.ip_address(name) is not None
        except ValueError:
            return False

    def _has_key(self, headers: dict[str, str]) -> bool:
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            return False
        return cookie is not None and _same(cookie.value, self.key)

    def _with_key(self, scope: Scope) -> Response:
        """Whoever brings the key in the address gets it as a cookie, and an address without it."""
        said = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if scope["method"] != "GET" or not _same(said, self.key):
            return self.page(401, "Open the address with the token that the server said when it started.")
        answer = Response(status_code=303, headers={"location": "/"})
        answer.set_cookie(COOKIE, self.key, httponly=True, samesite="strict", path="/")
        return answer


def _same(said: str, key: str) -> bool:
    return hmac.compare_digest(said.encode("utf-8", "replace"), key.encode())


def _is_own_form(headers: dict[str, str]) -> bool:
    """Whether the browser says that a form comes from a page of this server; its token is looked at later."""
    origin = headers.get("origin")
    if origin is not None:
        return origin in (f"http://{headers['host']}", f"https://{headers['host']}")
    return headers.get("sec-fetch-site", "same-origin") == "same-origin"
