"""Two Dask workers in processes of their own; says their address, ends when its input closes."""

import sys

from distributed import LocalCluster

if __name__ == "__main__":
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
    ) as cluster:
        pids = [worker.pid for worker in cluster.workers.values()]
        sys.stdout.write(" ".join(map(str, (cluster.scheduler_address, *pids))) + "\n")
        sys.stdout.flush()
        sys.stdin.read()
