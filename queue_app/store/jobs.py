"""The jobs handed to RQ, which only wakes workers: what is owed stands in the store and is offered again."""

from contextlib import suppress
from functools import partial

from redis import Redis
from rq import Queue
from rq.exceptions import DuplicateJobError
from rq.registry import StartedJobRegistry
from rq.serializers import JSONSerializer

from queue_app.store.connection import QUICK, in_words

# What may run, and on which queue. Named, not imported: workers stand above this package.
TASKS = {
    "export": ("billing", "workers.export.export"),
    "hear_back": ("billing", "workers.answers.hear_back"),
    "drain": ("intake", "workers.intake.drain"),
    "read": ("suggestions", "workers.suggestions.read"),
}
QUEUES = tuple(dict.fromkeys(queue for queue, _ in TASKS.values()))
KEPT = 60  # seconds a finished or failed job is remembered; the store knows the outcome


def connection(redis_url: str) -> Redis:
    """A connection for RQ, which reads for longer than a page may wait."""
    return Redis.from_url(redis_url, socket_connect_timeout=1)


class Jobs:
    def __init__(self, redis_url: str) -> None:
        self._redis = Redis.from_url(redis_url, socket_connect_timeout=0.3, retry=QUICK)

    def offer(self, task: str, job_id: str, *args: str | int) -> bool:
        """Hand the task to a worker; False when the same job is waiting or running already.

        Arguments are ids and nothing else: RQ keeps them readable.
        """
        name, function = TASKS[task]
        queue = Queue(name, connection=self._redis, serializer=JSONSerializer)
        job = partial(queue.enqueue, function, *args, job_id=job_id, unique=True, description=task)
        with suppress(DuplicateJobError):
            in_words(partial(job, job_timeout=600, result_ttl=0, failure_ttl=KEPT))
            return True
        return False

    def tidy(self) -> None:
        """Let go of jobs whose worker was killed; what they owed is offered anew."""
        for queue in QUEUES:
            in_words(StartedJobRegistry(queue, connection=self._redis, serializer=JSONSerializer).cleanup)

    def stuck(self) -> dict[str, int]:
        """How many jobs wait in each queue."""
        queues = [Queue(name, connection=self._redis, serializer=JSONSerializer) for name in QUEUES]
        return in_words(lambda: {queue.name: queue.count for queue in queues})
