"""The local engine: processes of this machine, each with a line of its own, so that it is known which shard a dead one had.

Where the system can fork, workers share the memory of the opened lexicon, knowledge and models with this process. One that
has come to hold much for itself is replaced, so that memory stays the same however long the run.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

import msgspec

from khabar.errors import InputError, KhabarError
from khabar.run.memory import LIMIT, own_memory
from khabar.run.schedule import Died, Job
from khabar.run.work import Done, Work, perform

_AHEAD = 4  # shards a worker that may be read before the first of them is done


class Trouble(msgspec.Struct, frozen=True):
    """Something that stops the run: a full disk, say."""

    message: str


class _Worker:
    """A process, the line to it, and the job it has."""

    def __init__(self, process: BaseProcess, line: Connection) -> None:
        self.process = process
        self.line = line
        self.job: Job | None = None
        self.started = False


class Pool:
    """Workers that take jobs; one that dies or has grown large is replaced."""

    def __init__(self, work: Work, workers: int) -> None:
        self.room = _AHEAD * workers
        self._work = work
        self._forks = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
        self._context: Any = multiprocessing.get_context("fork" if self._forks else "spawn")
        self._waiting: deque[Job] = deque()
        self._workers: list[_Worker] = []
        for _ in range(workers):
            self._start()

    def submit(self, job: Job) -> None:
        """Give a job to a free worker, or let it wait for one."""
        self._waiting.append(job)
        self._hand_out()

    def result(self) -> tuple[Job, Done | Died]:
        """Wait until a worker has finished a job or died over it."""
        while True:
            lines = {worker.line: worker for worker in self._workers}
            for line in wait(list(lines)):
                found = self._hear(lines[line])  # type: ignore[index]
                if found is not None:
                    self._hand_out()
                    return found

    def close(self, at_once: bool) -> None:
        """End the workers; `at_once` also those that have a job."""
        for worker in self._workers:
            if at_once:
                worker.process.kill()
            worker.line.close()
        for worker in self._workers:
            worker.process.join()

    def _start(self) -> None:
        ours, theirs = self._context.Pipe()
        others = [worker.line for worker in self._workers] + [ours] if self._forks else []
        process = self._context.Process(target=_serve, args=(theirs, self._work, others), daemon=True)
        process.start()
        theirs.close()
        self._workers.append(_Worker(process, ours))

    def _hand_out(self) -> None:
        for worker in self._workers:
            if self._waiting and worker.started and worker.job is None:
                worker.job = self._waiting.popleft()
                with suppress(OSError):  # it has died: its line tells when it is listened to
                    worker.line.send(worker.job)

    def _hear(self, worker: _Worker) -> tuple[Job, Done | Died] | None:
        try:
            message, leaves = worker.line.recv()
        except (EOFError, OSError):
            return self._bury(worker)
        if isinstance(message, Trouble):
            raise InputError(message.message)
        if message is None:
            worker.started = True
            self._hand_out()
            return None
        job, worker.job = worker.job, None
        assert job is not None
        if leaves:
            self._part_with(worker)
        return job, message

    def _bury(self, worker: _Worker) -> tuple[Job, Died] | None:
        """Start another worker for a dead one, and tell how it ended and with which job."""
        worker.process.join()
        how = ended(worker.process.exitcode or 0)
        if not worker.started:
            raise KhabarError(f"a worker process {how} before it began; try --engine serial")
        self._part_with(worker)
        return (worker.job, Died(how)) if worker.job is not None else None

    def _part_with(self, worker: _Worker) -> None:
        """Start another worker for one that ends."""
        self._workers.remove(worker)
        worker.line.close()
        worker.process.join()
        self._start()


@contextmanager
def pool(work: Work, workers: int) -> Iterator[Pool]:
    """A pool whose workers end with the block, at once where it ends in an error."""
    made = Pool(work, workers)
    try:
        yield made
    except BaseException:
        made.close(at_once=True)
        raise
    made.close(at_once=False)


def ended(code: int) -> str:
    """How a process ended, in words."""
    if code >= 0:
        return f"ended with status {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    return f"was killed ({name}{', perhaps for want of memory' if -code == getattr(signal, 'SIGKILL', 9) else ''})"


def _serve(line: Connection, work: Work, others: Iterable[Connection]) -> None:
    """A worker's life: a shard in, its result out, until nobody is at the other end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends its workers
    for other in others:
        other.close()
    parent = os.getppid()

    def alive() -> None:
        if os.getppid() != parent:
            os._exit(1)

    leaves = False
    with suppress(EOFError, OSError):
        line.send((None, leaves))
        while not leaves:
            result = _result(work, line.recv(), alive)
            leaves = (own_memory() or 0) > LIMIT
            line.send((result, leaves))


def _result(work: Work, job: Job, alive: Any) -> Done | Trouble:
    mine = work if job.alone is None else msgspec.structs.replace(work, folder=None)
    try:
        done = perform(mine, job.shard, deadly=True, alive=alive)
    except OSError as error:
        return Trouble(f"{work.folder or 'the output'}: cannot be written: {error.strerror or error}")
    return done if job.alone is None else Done(done.tally)
