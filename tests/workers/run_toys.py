"""Runs the toys as a worker: a script of its own, so that children know the toys by their name."""

import typer
from toys import main

typer.run(main)
