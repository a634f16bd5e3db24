"""`python -m workers QUEUE`: one RQ worker for one queue."""

import os
import sys

from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer

from queue_app.store.jobs import QUEUES, connection
from workers.tools import settings

LAST_IN_LINE = {"suggestions": 15}  # nice: on this machine everybody else's work comes first


def main(queue: str) -> None:
    """Work until told to stop; a job under way is finished first.

    No fork: a batch is short, and there is no second process to outlive a killed one. One queue, because
    only then a job is moved and not popped, so that a crash cannot drop it.
    """
    os.nice(LAST_IN_LINE.get(queue, 0))
    redis = connection(settings().redis_url)
    worker = SimpleWorker(
        [Queue(queue, connection=redis, serializer=JSONSerializer)],
        connection=redis,
        serializer=JSONSerializer,
        log_job_description=False,
        worker_ttl=30,
        maintenance_interval=10,
        job_monitoring_interval=5,
    )
    worker.work(logging_level="WARNING")


if __name__ == "__main__":
    if sys.argv[1:] not in [[queue] for queue in QUEUES]:
        sys.exit(f"Say which queue to work on: {' or '.join(QUEUES)}.")
    main(sys.argv[1])
