"""Sessions kept on the server: the cookie is a random name for them and says nothing."""

from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin
from werkzeug.datastructures import CallbackDict

from queue_app.domain.errors import Unavailable
from queue_app.domain.people import Person
from queue_app.store.sessions import Sessions
from queue_app.web.here import POLLING


class Session(CallbackDict[str, Any], SessionMixin):
    """What Flask calls the session, and the person it belongs to."""

    def __init__(self, data: dict[str, Any] | None = None, cookie: str = "", person: Person | None = None):
        super().__init__(data, Session._changed)
        self.cookie = cookie
        self.person = person
        self.modified = False

    def _changed(self) -> None:
        self.modified = True

    def belong_to(self, person: Person | None) -> None:
        """Start anew in that person's name: what was here before, and its cookie, are good for nothing."""
        self.clear()
        self.person = person
        self.renewed = True

    renewed = False
    away: Unavailable | None = None


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
            found = self._sessions.open(cookie, asked=POLLING not in request.headers)
        except Unavailable as away:
            session = Session()
            session.away = away  # raised once the request is far enough to be answered in words
            return session
        return Session(found[0], cookie, found[1]) if found else Session()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        assert isinstance(session, Session)
        response.headers.add("Vary", "Cookie")
        if session.away:
            return
        if session.renewed and session.cookie:
            self._sessions.end(session.cookie)
            session.cookie = ""
            response.delete_cookie(self._name, secure=self._secure, httponly=True, samesite="Lax")
        if not session.modified or not session:
            return
        if session.cookie:
            self._sessions.keep(session.cookie, dict(session))
            return
        cookie = self._sessions.start(dict(session), session.person.id if session.person else "")
        response.set_cookie(self._name, cookie, httponly=True, secure=self._secure, samesite="Lax", path="/")
