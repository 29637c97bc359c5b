"""Peak of the private memory of a training, which the system cannot take back: RssAnon of Linux.

python scale/python/memory.py shards/ 1 2: of one process and of two, until they have trained for half a minute. Pages of
the log's columns, which processes share and the system takes back where memory is short, are the last figure.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
# Seconds of steps that are looked at, and between two looks.
STEPS_S, EVERY_S = 30, 0.02


def memory(pid: str) -> dict[str, float]:
    """In MB; nothing where the process has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return {}
    return {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines if line.startswith("Rss")}


def workers(pid: int, launched: bool) -> list[str]:
    """The processes that train."""
    if not launched:
        return [str(pid)]
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        # A fork that is about to become one is none yet.
        return [
            one for one in children if b"torch.distributed" not in Path(f"/proc/{one}/cmdline").read_bytes()
        ]
    except OSError:
        return []


def measure(shards: str, processes: int) -> None:
    torchrun = ["-m", "torch.distributed.run", "--nproc-per-node", str(processes)] if processes > 1 else []
    with tempfile.TemporaryDirectory(dir=Path(shards).parent) as folder:
        command = [sys.executable, *torchrun, "-m", "nextaisle", "train", shards, "--out", f"{folder}/shop"]
        path = os.environ.get("PYTHONPATH", str(HERE / "src"))
        env = {**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1"}
        said = Path(folder, "said")
        with said.open("w") as file:
            started = subprocess.Popen(command, env=env, stderr=file, start_new_session=True)
        peaks: dict[str, dict[str, float]] = {}
        steps_since = None
        while started.poll() is None and (steps_since is None or time.monotonic() - steps_since < STEPS_S):
            if steps_since is None and "pass 1: step" in said.read_text():
                steps_since = time.monotonic()
            for worker in workers(started.pid, processes > 1):
                for name, size in memory(worker).items():
                    peak = peaks.setdefault(worker, {})
                    peak[name] = max(size, peak.get(name, 0))
            time.sleep(EVERY_S)
        speed = [line for line in said.read_text().splitlines() if "events a second" in line][-1:]
        if started.poll() is None:
            os.killpg(started.pid, signal.SIGTERM)
        started.wait()
    for at, peak in enumerate(peaks.values()):
        private, mapped = peak["RssAnon"], peak["RssFile"]
        print(
            f"{processes} processes, {at + 1}: {private:,.0f} MB private, {mapped:,.0f} MB of files", *speed
        )


if __name__ == "__main__":
    for count in sys.argv[2:] or ["1"]:
        measure(str(Path(sys.argv[1]).resolve()), int(count))
