"""The plain engine: one shard after the other, in this process. What every other engine must equal, byte for byte."""

from __future__ import annotations

from collections import deque

from khabar.run.schedule import Died, Job
from khabar.run.work import Done, Work, perform


class Serial:
    """Codes a job when its result is asked for. A report that ends the process ends the run."""

    room = 1

    def __init__(self, work: Work) -> None:
        self._work = work
        self._jobs: deque[Job] = deque()

    def submit(self, job: Job) -> None:
        """Take a job."""
        self._jobs.append(job)

    def result(self) -> tuple[Job, Done | Died]:
        """Code the job that was taken first."""
        job = self._jobs.popleft()
        return job, perform(self._work, job.shard)
