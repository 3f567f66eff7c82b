"""The warm engine: libraries are loaded once, each notebook's kernel is forked from there.

Everything that executes stays stock: papermill drives, nbclient speaks to a real ipykernel over
its usual channels. Only the birth and the end of the kernel process are ours, through the kernel
manager that nbclient lets its user choose.

- `preload`: what the warm process loads, and tries once.
- `server`: the warm process: forks when asked, tells who ended, ends everything with its driver.
- `kernel`: what a forked process does to be a kernel as if it had been started afresh.
- `process`: the driver's side of the warm process.
- `manager`: the kernel manager, provisioner and client that papermill is given.
"""
