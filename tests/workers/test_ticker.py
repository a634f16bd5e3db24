"""The clock of the house: it wakes the workers for what is owed, and nothing stops it."""

import json
import os
import tempfile
import time
from pathlib import Path

import pytest
from rq import Queue
from rq.serializers import JSONSerializer

from queue_app.domain.encounter import Status
from queue_app.domain.errors import Unavailable
from queue_app.mailbox import Mailbox
from queue_app.runner.server import embedded
from queue_app.store import keys
from queue_app.store.jobs import QUEUES, connection
from tests.builders import an_expired_lease, arrived, step, submitted
from tests.people import MARIA
from tests.services.bundles import a_note, a_visit
from tests.services.furniture import furnish
from tests.services.replies import a_999, put
from tests.services.test_intake import the_only
from tests.workers.conftest import forget
from workers import ticker, tools
from workers.ticker import Round


def take(name, now=1000.0):
    """One round, whenever it would be due."""
    (one,) = (one for one in ticker.rounds() if one.name == name)
    one.take(now)
    return one


def jobs(settings):
    """The jobs handed to RQ: what they say of themselves, which function, with which arguments."""
    redis = connection(settings.redis_url)
    return [
        (job.description, job.func_name, *job.args)
        for name in QUEUES
        for job in Queue(name, connection=redis, serializer=JSONSerializer).jobs
    ]


def put_in_watched_folder(folder, bundle):
    folder.mkdir(exist_ok=True)
    path = folder / "visit.json"
    path.write_text(json.dumps(bundle))
    os.utime(path, (time.time() - 60,) * 2)


@pytest.fixture
def said(capfd):
    """What the ticker has said to its log since it was last asked."""
    return lambda: [json.loads(line) for line in capfd.readouterr().err.splitlines() if line[:1] == "{"]


def test_finished_codes_become_a_file_without_anybody_doing_anything(store, at_work, work):
    furnish(store)
    submitted(store)
    take("relay")
    work()
    assert store.encounters.get("e1").status is Status.SENT
    assert [path.name for path in Mailbox(at_work.billing).out.iterdir()] == ["000000001.837p"]


def test_a_job_carries_an_id_and_nothing_else(store, at_work):
    submitted(store)
    take("relay")
    assert jobs(at_work) == [("export", "workers.export.export", 1)]


def test_a_batch_is_offered_once_as_long_as_somebody_may_be_at_it(store, at_work):
    submitted(store)
    for now in (0, 100, 200):
        take("relay", now)
    assert len(jobs(at_work)) == 1


def test_a_batch_whose_job_was_lost_is_offered_again_and_delivered(store, at_work, work, redis_raw):
    furnish(store)
    submitted(store)
    take("relay")
    redis_raw.delete(*redis_raw.scan_iter("rq:*"))  # a crash took the job along
    work()
    assert store.batches.undelivered() == [1]

    redis_raw.zincrby(keys.BATCHES, -60_000, 1)  # nobody was heard of for a minute
    take("relay")
    work()
    assert store.batches.undelivered() == []
    assert len(list(Mailbox(at_work.billing).out.iterdir())) == 1


def test_a_batch_whose_job_failed_is_offered_again_and_delivered(store, at_work, work, redis_raw):
    furnish(store)
    submitted(store)
    out = tools.mailbox().out
    out.rmdir()
    out.touch()
    take("relay")
    work()
    assert "could not be written" in store.batches.get(1).problem

    out.unlink()
    out.mkdir()
    redis_raw.zincrby(keys.BATCHES, -60_000, 1)
    take("relay")
    work()
    assert len(list(out.iterdir())) == 1


def test_an_answer_in_the_drop_folder_is_read(store, at_work, work):
    furnish(store)
    submitted(store)
    take("relay")
    work()
    put(Mailbox(at_work.billing), a_999(1, "R"))
    take("answers")
    work()
    assert store.encounters.get("e1").status is Status.REJECTED


def test_what_is_put_into_the_watched_folder_is_taken_in(store, at_work, work):
    put_in_watched_folder(at_work.intake, a_visit(a_note()))
    take("intake")
    work()
    assert the_only(store).account_number == "ACCT-1"


def test_where_nothing_waits_nobody_is_woken(at_work):
    for one in ticker.rounds():
        one.take(0)
    assert jobs(at_work) == []


def test_an_encounter_left_lying_goes_back_to_its_worklist(store, at_work, redis_raw):
    step(store, "claim", arrived(store), MARIA)
    an_expired_lease(redis_raw)
    take("lapse")
    assert store.encounters.get("e1").status is Status.READY


def test_a_round_is_taken_when_it_is_due_and_not_before():
    taken = []
    one = Round("test", 2, lambda: taken.append(1))
    for now in (10, 11, 11.9, 12, 13, 14):
        one.take(now)
    assert len(taken) == 3


def test_a_round_that_fails_is_told_by_its_kind_alone_and_tried_again(said):
    def fail():
        raise ValueError("Zwingenberger")

    one = Round("test", 0.1, fail)
    one.take(10)
    (line,) = said()
    assert line.keys() == {"at", "level", "from", "round", "crash"}
    assert (line["round"], line["crash"]) == ("test", "ValueError")
    assert 10 < one.due_at <= 20


def test_while_redis_is_away_a_round_waits_a_moment_and_complains_to_nobody(said):
    def away():
        raise Unavailable

    one = Round("test", 0.1, away)
    one.take(10)
    assert said() == []
    assert one.due_at == 11


def test_every_round_outlives_redis_and_does_its_work_when_it_is_back(
    at_work, store, tables, monkeypatch, said
):
    folder = Path(tempfile.mkdtemp(prefix="codedesk-", dir="/tmp"))
    monkeypatch.setenv("REDIS_URL", f"unix://{folder}/socket")
    forget()
    put_in_watched_folder(at_work.intake, a_visit(a_note()))
    put(Mailbox(at_work.billing), "nonsense")
    todo = ticker.rounds()

    for one in todo:
        one.take(0)
    assert said() == []
    assert {one.due_at for one in todo} == {1}

    with embedded(folder, folder / "socket"):
        for one in todo:
            one.take(1)
        assert said() == []
        assert ticker.store().jobs.stuck() == {"billing": 1, "intake": 1, "suggestions": 0}
