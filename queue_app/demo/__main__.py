"""`python -m queue_app.demo` fills an empty queue with the demo day."""

import sys
from datetime import datetime

from queue_app.codesets.tables import CodeTables
from queue_app.demo.fill import fill
from queue_app.domain.errors import Refusal
from queue_app.mailbox import Mailbox
from queue_app.settings import Settings
from queue_app.store.store import Store


def main() -> int:
    told = Settings.from_environment()
    store = Store(told.redis_url, told.master_key(), told.data)
    tables, mailbox = CodeTables(told.code_tables), Mailbox(told.billing)
    try:
        now = datetime.now(told.zone)
        fill(store, tables, mailbox, told.sender, now, password=told.demo_password)
    except Refusal as refusal:
        print(f"The demo day could not be finished: {refusal} Start again to finish it.", file=sys.stderr)
        return 1
    return 0


sys.exit(main())
