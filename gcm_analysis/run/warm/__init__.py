"""The warm engine: libraries are loaded once, each notebook's kernel is forked from there.

Everything that executes stays stock: papermill drives, nbclient speaks to a real ipykernel over
its usual channels. Only the birth and the end of the kernel process are ours, through the kernel
manager that nbclient lets its user choose.
"""
