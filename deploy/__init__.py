"""The command line, the engine of the first run, deployment."""
