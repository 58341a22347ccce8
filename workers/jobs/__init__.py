"""One module per job type; every module here is found and registered when the worker starts."""
