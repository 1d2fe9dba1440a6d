"""Executes the notebooks on fresh runs of the sample and fails on an error. The committed files stay as they are.

usage: notebooks.py NOTEBOOKS WORK [--write]     WORK holds the run folders that the notebooks read
"""

import pathlib
import sys

import nbformat
from nbclient import NotebookClient


def main(folder, work, *options):
    paths = sorted(pathlib.Path(folder).glob("*.ipynb"))
    assert len(paths) >= 3, "the notebooks are missing"
    for path in paths:
        notebook = nbformat.read(path, as_version=4)
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        if "--write" not in options:
            assert all(cell.execution_count for cell in code), f"{path} is stored without its results"
        client = NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": work}})
        client.execute()
        assert any(output for cell in code for output in cell.outputs), f"{path} shows nothing"
        if "--write" in options:
            for cell in notebook.cells:
                # Times of execution would change the file at every run.
                cell.metadata.pop("execution", None)
            notebook.metadata.language_info.version = "3.11"
            nbformat.validate(notebook)
            nbformat.write(notebook, path)
        print(path.name, len(code), "cells")


if __name__ == "__main__":
    main(*sys.argv[1:])
