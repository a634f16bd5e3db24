"""The jobs handed to RQ, which only wakes workers: what is owed stands in the store and is offered again."""

from contextlib import suppress

from redis import Redis
from rq import Queue
from rq.exceptions import DuplicateJobError
from rq.registry import StartedJobRegistry
from rq.serializers import JSONSerializer

# What may run, and on which queue. Named, not imported: workers stand above this package.
TASKS = {
    "export": ("billing", "workers.export.export"),
    "hear_back": ("billing", "workers.answers.hear_back"),
    "drain": ("intake", "workers.intake.drain"),
}
QUEUES = tuple(dict.fromkeys(queue for queue, _ in TASKS.values()))
KEPT = 60  # seconds a finished or failed job is remembered; the store knows the outcome


def connection(redis_url: str) -> Redis:
    """A connection for RQ, which reads for longer than a page may wait."""
    return Redis.from_url(redis_url, socket_connect_timeout=1)


class Jobs:
    def __init__(self, redis_url: str) -> None:
        self._redis = connection(redis_url)

    def offer(self, task: str, job_id: str, *args: str | int) -> bool:
        """Hand the task to a worker; False when the same job is waiting or running already.

        Arguments are ids and nothing else: RQ keeps them readable.
        """
        queue, function = TASKS[task]
        with suppress(DuplicateJobError):
            Queue(queue, connection=self._redis, serializer=JSONSerializer).enqueue(
                function,
                *args,
                job_id=job_id,
                unique=True,
                description=task,
                job_timeout=600,
                result_ttl=0,
                failure_ttl=KEPT,
            )
            return True
        return False

    def tidy(self) -> None:
        """Let go of jobs whose worker was killed; what they owed is offered anew."""
        for queue in QUEUES:
            StartedJobRegistry(queue, connection=self._redis, serializer=JSONSerializer).cleanup()

    def stuck(self) -> dict[str, int]:
        """How many jobs wait in each queue."""
        return {
            queue: Queue(queue, connection=self._redis, serializer=JSONSerializer).count for queue in QUEUES
        }
