"""Long arrays in files, which the processes of a machine share: the log as columns, and what is counted of it.

The first process of each machine writes them, one part after another, and all of them map the same files. So the pages
are the operating system's: it keeps them once for all processes, and takes them back where memory is short.
"""

import errno
import hashlib
import json
import os
import shutil
import socket
import uuid
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from .ranks import everyone, rank

# Of the files' layout; others are written anew.
VERSION = 1
FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
# Filled at a time where a disk cannot set room aside.
ZEROS = 1 << 24


class ColumnsError(ValueError):
    """A folder that cannot hold the columns; the message says why and what to do."""


class Columns:
    """Parts by name, each some arrays and a few values that JSON can hold. Without a folder they are in memory."""

    def __init__(self, folder: Path | None = None, key: str = "", *, is_first: bool = True) -> None:
        self.folder, self.key, self.is_first = folder, key, is_first
        # The part under way, and what of it is written.
        self.part = ""
        self.made: dict[str, tuple[str, list[int]]] = {}

    def once(self, part: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """What `make` gives. The first process of the machine makes it, where no whole part lies there already; all
        processes have to ask for the same parts in the same order."""
        if self.folder is None:
            return make()
        wrong = None
        if self.is_first and self.opened(part) is None:
            self.part, self.made = part, {}
            try:
                self.write(part, make())
            except (OSError, ValueError) as caught:
                wrong = self.named(caught)
        raise_together(wrong)
        found = self.opened(part)
        if found is None:
            raise ColumnsError(f"{self.folder} lost {part} while a training uses it: start again")
        return found

    def write(self, part: str, values: dict[str, Any]) -> None:
        arrays, others = {}, {}
        for name, value in values.items():
            if not isinstance(value, np.ndarray):
                others[name] = value
                continue
            if name not in self.made:
                self.one_by_one(name, value.dtype, [value])
            arrays[name] = self.made[name]
        said = {"key": self.key, "arrays": arrays, "values": others}
        whole = self.path(f"{part}.json")
        # Last, and at once: a part without it was not finished.
        part_file = whole.with_name(f"{whole.name}.part")
        part_file.write_text(json.dumps(said), "utf-8")
        os.replace(part_file, whole)

    def opened(self, part: str) -> dict[str, Any] | None:
        """None where there is no such part, or one of other shards, or one that is not whole."""
        try:
            said = json.loads(self.path(f"{part}.json").read_text("utf-8"))
            if said["key"] != self.key:
                return None
            arrays = {name: self.mapped(f"{part}.{name}", *of) for name, of in said["arrays"].items()}
            return {**said["values"], **arrays}
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def mapped(self, name: str, dtype: str, shape: Sequence[int], mode: str = "r") -> np.ndarray:
        if 0 in shape:
            return np.zeros(shape, dtype)
        return np.asarray(np.memmap(self.path(name), dtype, mode, shape=tuple(shape)))

    def path(self, name: str) -> Path:
        assert self.folder is not None
        return self.folder / name

    # --- Inside `make` --------------------------------------------------------------------------------

    def room(self, name: str, shape: int | tuple[int, ...], dtype: Any) -> np.ndarray:
        """Zeros, to be filled in any order."""
        shape = (shape,) if isinstance(shape, int) else shape
        if self.folder is None:
            return np.zeros(shape, dtype)
        dtype = np.dtype(dtype)
        self.made[name] = (dtype.str, list(shape))
        size = int(np.prod(shape, dtype=np.int64)) * dtype.itemsize
        path = self.path(f"{self.part}.{name}")
        with path.open("wb") as file:
            # A page that finds no room once it is mapped ends the process without a word.
            set_aside(file, size)
        return self.mapped(path.name, dtype.str, shape, "r+")

    def one_by_one(self, name: str, dtype: Any, blocks: Iterable[np.ndarray]) -> np.ndarray:
        """Blocks, one after another."""
        if self.folder is None:
            whole = list(blocks)
            return np.concatenate(whole).astype(dtype, copy=False) if whole else np.zeros(0, dtype)
        dtype = np.dtype(dtype)
        count, shape = 0, [0]
        path = self.path(f"{self.part}.{name}")
        with path.open("wb") as file:
            for block in blocks:
                count += len(block)
                shape = [count, *block.shape[1:]]
                file.write(np.ascontiguousarray(block, dtype).data)
        self.made[name] = (dtype.str, shape)
        return self.mapped(path.name, *self.made[name])

    def drop(self, *names: str) -> None:
        """What was only needed on the way."""
        for name in names:
            self.made.pop(name, None)
            if self.folder is not None:
                self.path(f"{self.part}.{name}").unlink(missing_ok=True)

    def named(self, wrong: Exception) -> str:
        if not (isinstance(wrong, OSError) and wrong.errno in FULL):
            return str(wrong)
        return (
            f"{self.folder} has no room for the log, which takes fifty to sixty-five bytes an event while it trains: "
            f"{shutil.disk_usage(self.folder).free / 2**30:.1f} GB are free. Make room, or name a folder on another "
            "disk with --scratch"
        )


# --- Counting a block at a time ---------------------------------------------------------------------------


def put_in_order(into: np.ndarray, free: np.ndarray, group: np.ndarray, values: np.ndarray) -> None:
    """A counting sort, a block at a time. free: the next free place of each group."""
    order = np.argsort(group, kind="stable")
    found, first, count = np.unique(group[order], return_index=True, return_counts=True)
    into[np.repeat(free[found] - first, count) + np.arange(len(group))] = values[order]
    free[found] += count


def count_up(counts: np.ndarray, ascending: np.ndarray) -> None:
    """Counts numbers, of which a block has none but those from its first to its last."""
    if len(ascending):
        first = int(ascending[0])
        counts[first : int(ascending[-1]) + 1] += np.bincount(ascending - first)


def set_aside(file: BinaryIO, size: int) -> None:
    try:
        if size:
            os.posix_fallocate(file.fileno(), 0, size)
    except (AttributeError, OSError) as wrong:
        if isinstance(wrong, OSError) and wrong.errno in FULL:
            raise
        for start in range(0, size, ZEROS):
            file.write(bytes(min(ZEROS, size - start)))


def raise_together(wrong: str | None) -> None:
    """Where one process has found something wrong, all of them end with its words."""
    words = [said for said in everyone(wrong) if said]
    if words:
        raise ColumnsError(words[0])


# --- The folder of a training ---------------------------------------------------------------------------


class Scratch:
    """The folder beside a file that is trained. Each machine has a folder of its own in it; one that a killed process
    left is used again where it is whole and of the same shards."""

    def __init__(self, out: Path, within: Path | None = None) -> None:
        self.folder = (within or out.resolve().parent) / f"{out.name}.columns"
        self.out, self.lock, self.own = out, None, self.folder

    def open(self, about: str) -> Columns:
        """about: what the columns are of."""
        wrong = None
        try:
            self.folder.mkdir(exist_ok=True)
            if rank() == 0:
                self.lock = locked(self.folder / "lock")
        except BlockingIOError:
            wrong = f"another training writes {self.out}: wait until it ends, or name another file with --out"
        except OSError as caught:
            wrong = f"{self.folder} cannot be written ({caught.strerror}): name a folder with --scratch"
        raise_together(wrong)
        machine = machine_of(self.folder)
        machines = everyone(machine)
        self.own = self.folder / machine
        if rank() == 0:
            for left in self.folder.iterdir():
                if left.is_dir() and left.name not in machines:
                    shutil.rmtree(left, ignore_errors=True)
        first = machines.index(machine)
        is_first = first == rank()
        # After a crash of the machine a file may be there of which only a part is on the disk.
        key = hashlib.sha256(f"{VERSION} {everyone(boot())[first]} {about}".encode()).hexdigest()
        wrong = None
        if is_first:
            try:
                self.own.mkdir(exist_ok=True)
            except OSError as caught:
                wrong = f"{self.own} cannot be written ({caught.strerror}): name a folder with --scratch"
        raise_together(wrong)
        return Columns(self.own, key, is_first=is_first)

    def close(self, columns: Columns | None) -> None:
        """Files that are mapped stay until the last process lets them go."""
        if columns is not None and columns.is_first:
            shutil.rmtree(self.own, ignore_errors=True)
        if self.lock is not None:
            (self.folder / "lock").unlink(missing_ok=True)
            os.close(self.lock)
        # Other machines may not have let go yet.
        with suppress(OSError):
            self.folder.rmdir()


def locked(path: Path) -> int | None:
    """Held as long as the process lives. Raises BlockingIOError where another one holds it."""
    try:
        import fcntl
    except ImportError:
        return None
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        raise
    except OSError:
        # A disk in the network that knows no locks.
        return file
    return file


def boot() -> str:
    """Another one after each start of the machine; a new one every time where none is told."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return uuid.uuid4().hex


def machine_of(folder: Path) -> str:
    """The same for processes that see one folder on one machine."""
    try:
        name = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        name = socket.gethostname()
    at = folder.stat()
    return hashlib.sha256(f"{name} {at.st_dev} {at.st_ino}".encode()).hexdigest()[:12]
