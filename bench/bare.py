"""The bare page that the queue's own pages are measured against: Flask, flask-login, one Redis round trip,
a small template, on the same web server."""

import os

from flask import Flask, render_template
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user
from jinja2 import DictLoader
from redis import Redis

PAGE = """<!doctype html><title>{{ name }}</title><h1>Hello, {{ name }}</h1>
<ul>{% for number in range(10) %}<li>{{ number }}: {{ value }}</li>{% endfor %}</ul>"""

app = Flask(__name__)
app.secret_key = "for a measurement"
app.jinja_loader = DictLoader({"page.html": PAGE})
redis = Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)
manager = LoginManager(app)


class Somebody(UserMixin):
    def __init__(self, name: str) -> None:
        self.id = name


@manager.user_loader
def load(name: str) -> Somebody:
    return Somebody(name)


@app.get("/enter/<name>")
def enter(name: str) -> str:
    login_user(Somebody(name))
    return "in"


@app.route("/page", methods=["GET", "POST"])
@login_required
def page() -> str:
    return render_template("page.html", name=current_user.id, value=redis.incr("bare"))
