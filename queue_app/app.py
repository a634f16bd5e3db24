"""The web application, put together."""

from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from queue_app import cli
from queue_app.codesets.tables import CodeTables
from queue_app.settings import Settings
from queue_app.store.seal import derived
from queue_app.store.store import Store
from queue_app.web import (
    auth,
    billing,
    book,
    coder,
    codes,
    comparing,
    directories,
    earlier,
    encounters,
    errors,
    grouping,
    health,
    intake,
    notes,
    packing,
    people,
    review,
    safety,
    sets,
    shown,
    suggesting,
    supervisor,
    texts,
)
from queue_app.web.sessions import ServerSessions

ROOT = Path(__file__).parent.parent
DOORS = (
    coder,
    encounters,
    grouping,
    suggesting,
    comparing,
    earlier,
    notes,
    texts,
    supervisor,
    review,
    billing,
    intake,
    directories,
    people,
    codes,
    sets,
    book,
    health,
)
A_YEAR = 31536000  # seconds; addresses of static files change with their content


def create_app(settings: Settings) -> Flask:
    """The application; it connects to nothing before the first request."""
    app = Flask("queue_app", root_path=str(ROOT / "queue_app"), template_folder=str(ROOT / "templates"))
    master = settings.master_key()
    app.secret_key = derived(master, "forms")
    app.config["MAX_CONTENT_LENGTH"] = settings.upload_mb * 1024 * 1024
    store = Store(settings.redis_url, master, settings.data, suggests=settings.suggestions)
    app.extensions |= {
        "store": store,
        "tables": CodeTables(settings.code_tables, warns_of_sex=settings.sex_conflicts),
        "settings": settings,
    }
    app.session_interface = ServerSessions(store.sessions, secure=settings.secure_cookies)
    safety.init_app(app)
    auth.init_app(app)
    errors.init_app(app)
    shown.init_app(app, settings.zone)
    for door in DOORS:
        app.register_blueprint(door.blueprint)
    cli.init_app(app)
    static = WhiteNoise(
        app.wsgi_app,
        max_age=A_YEAR,
        immutable_file_test=lambda *_: True,
        allow_all_origins=False,
    )
    static.add_files(app.static_folder, prefix="static/")
    site = safety.with_headers(packing.packed(static, "/static/"), https=settings.secure_cookies)
    app.wsgi_app = site  # type: ignore[assignment, method-assign]
    if proxies := settings.trusted_proxies:
        # The address alone: nothing here depends on the scheme or the host a request came by.
        app.wsgi_app = ProxyFix(site, x_for=proxies, x_proto=0, x_host=0)  # type: ignore[method-assign]
    return app
