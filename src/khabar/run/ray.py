"""The Ray engine, the room of Ray: shards are coded by the workers of a cluster, and come back to this process.

Nothing is asked of the nodes but the same Khabar: reports go to them and results come from them through Ray, so no folder
need be shared. A node that has another version, or other word lists, is refused before it has coded anything.
"""

from __future__ import annotations

import socket
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from importlib.util import find_spec
from time import monotonic
from typing import Any

import msgspec

from khabar.errors import InputError, KhabarError
from khabar.run.schedule import Died, Job
from khabar.run.versions import differing, fingerprint
from khabar.run.work import Done, Work, perform
from khabar.settings import without_usage_reports

_AHEAD = 4  # shards a core of the cluster that may be read before the first of them is done
_CALLS = 64  # shards after which a worker makes room for a new one: what it has learned of words grows with the input
_PATIENCE = 60.0  # seconds without a core in the cluster before the run ends
_LOOK = 5.0  # seconds between looks at the cluster while nothing comes back
Versions = Callable[[], Mapping[str, Any]]


class Differs(msgspec.Struct, frozen=True):
    """What a worker's node has in another version than this process."""

    names: tuple[str, ...]


class Cluster:
    """Codes jobs as tasks of a cluster; a task is never tried again by Ray, since the schedule does that."""

    def __init__(self, ray: Any, work: Work, versions: Versions) -> None:
        self._ray = ray
        self._work = ray.put(msgspec.structs.replace(work, folder=None))
        expected = dict(versions())
        self._check = ray.put(Check(versions, expected, fingerprint(expected)))
        self._task = ray.remote(max_retries=0, num_cpus=1, max_calls=_CALLS)(_code)
        self._jobs: dict[Any, Job] = {}
        self._finished: deque[Any] = deque()
        self._seen = monotonic()

    @property
    def room(self) -> int:
        """Shards that are taken at a time: it follows the size of the cluster."""
        return _AHEAD * max(1, self._cores())

    def submit(self, job: Job) -> None:
        """Hand a job to the cluster."""
        self._jobs[self._task.remote(self._work, self._check, job)] = job

    def result(self) -> tuple[Job, Done | Died]:
        """Wait for any task."""
        while not self._finished:
            done, _ = self._ray.wait(list(self._jobs), num_returns=1, timeout=_LOOK)
            self._finished += done
            if not done:
                self._look()
        self._seen = monotonic()
        task = self._finished.popleft()
        job = self._jobs.pop(task)
        return job, self._got(task)

    def _got(self, task: Any) -> Done | Died:
        errors = self._ray.exceptions
        try:
            outcome = self._ray.get(task)
        except errors.RayTaskError as error:
            raise KhabarError(f"a worker of the cluster failed: {error.cause or error}") from None
        except errors.OutOfMemoryError:
            return Died("was killed for want of memory")
        except errors.RayError as error:
            return Died(f"was lost ({type(error).__name__})")
        if isinstance(outcome, Differs):
            names = ", ".join(outcome.names)
            raise InputError(f"a node of the cluster differs in {names}: install the same khabar on every node")
        done: Done = outcome
        return done

    def _look(self) -> None:
        """End the run where no node has been left for a while."""
        if self._cores():
            self._seen = monotonic()
        elif monotonic() - self._seen > _PATIENCE:
            raise KhabarError("the Ray cluster has no worker left; start some, and give the same command again")

    def _cores(self) -> int:
        return int(self._ray.cluster_resources().get("CPU", 0))


@contextmanager
def cluster(work: Work, versions: Versions, address: str | None) -> Iterator[Cluster]:
    """The cluster at an address; without one, the one that Ray itself finds or, where there is none, starts for the run."""
    if find_spec("ray") is None:
        raise InputError("--engine ray needs Ray: pip install 'khabar[ray]'")
    _answers(address)
    without_usage_reports()
    import ray

    try:
        ray.init(address=address, log_to_driver=False, configure_logging=False)
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise InputError(f"no Ray cluster at {address or 'this machine'}: {str(error).splitlines()[0]}") from None
    try:
        yield Cluster(ray, work, versions)
    finally:
        ray.shutdown()


def _answers(address: str | None) -> None:
    """Knock first: where nobody answers, Ray ends the process."""
    host, _, port = (address or "").removeprefix("ray://").rpartition(":")
    if not host or not port.isdigit():
        return
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=10).close()
    except OSError as error:
        raise InputError(f"no Ray cluster at {address}: {error.strerror or error}") from None


class Check(msgspec.Struct, frozen=True, eq=False):
    """What a worker must find where it runs; it looks once a process, so checks with one fingerprint are equal."""

    find: Versions
    expected: dict[str, Any]
    fingerprint: str

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Check) and other.fingerprint == self.fingerprint


@lru_cache(maxsize=8)
def differences(check: Check) -> tuple[str, ...]:
    """What is of another version here."""
    return differing(check.expected, check.find())


def _code(work: Work, check: Check, job: Job) -> Done | Differs:
    """A task: code a shard, on a node that has what the first process has."""
    names = differences(check)
    if names:
        return Differs(names)
    done = perform(work, job.shard, deadly=True)
    return done if job.alone is None else Done(done.tally)
