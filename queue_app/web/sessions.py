"""Sessions kept on the server: the cookie is a random name for them and says nothing."""

import hashlib
import hmac
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin
from werkzeug.datastructures import CallbackDict

from queue_app.domain.errors import Unavailable
from queue_app.domain.people import Person
from queue_app.store.sessions import Opened, Sessions, new_cookie
from queue_app.web.here import POLLING


class Session(CallbackDict[str, Any], SessionMixin):
    """What Flask calls the session, and the person it belongs to.

    Who has not signed in has none: a cookie that names their browser, and nothing in Redis.
    """

    away: Unavailable | None = None
    ended = ""  # the cookie of a session that is given up

    def __init__(self, cookie: str = "", opened: Opened | None = None):
        super().__init__(opened.data if opened else None, Session._changed)
        self.cookie = cookie
        self.sent = cookie  # what the browser calls itself
        self.person = opened.person if opened else None
        self.generation = 0
        self.password_is_due = opened is not None and opened.password_is_due
        self.made_up = opened is not None and opened.made_up
        self.modified = False

    def _changed(self) -> None:
        self.modified = True

    def belong_to(self, person: Person | None, generation: int = 0) -> None:
        """Start anew in that person's name: what was here before, and its cookie, are good for nothing."""
        self.ended = self.cookie if self.person else ""
        self.cookie = ""
        self.clear()
        self.person, self.generation = person, generation

    def form_token(self, key: bytes) -> str:
        """What every form carries back: only who knows the browser's cookie is given it."""
        self.cookie = self.cookie or new_cookie()
        return hmac.new(key, self.cookie.encode(), hashlib.sha256).hexdigest()


class ServerSessions(SessionInterface):
    def __init__(self, sessions: Sessions, *, secure: bool) -> None:
        self._sessions = sessions
        self._secure = secure
        self._name = "__Host-codedesk" if secure else "codedesk"

    def open_session(self, app: Flask, request: Request) -> Session:
        cookie = request.cookies.get(self._name, "")
        if not cookie or "Authorization" in request.headers:
            return Session()
        try:
            return Session(cookie, self._sessions.open(cookie, asked=POLLING not in request.headers))
        except Unavailable as away:
            session = Session(cookie)
            session.away = away  # raised once the request is far enough to be answered in words
            return session

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        assert isinstance(session, Session)
        response.headers.add("Vary", "Cookie")
        if session.away:
            return
        if session.ended:
            self._sessions.end(session.ended)
        if session.person and session.cookie:
            if session.modified:
                self._sessions.keep(session.cookie, dict(session))
        elif session.person:
            session.cookie = self._sessions.start(dict(session), session.person.id, session.generation)
        if session.cookie and session.cookie != session.sent:
            response.set_cookie(
                self._name, session.cookie, httponly=True, secure=self._secure, samesite="Lax"
            )
        elif session.ended:
            response.delete_cookie(self._name, httponly=True, secure=self._secure, samesite="Lax")
