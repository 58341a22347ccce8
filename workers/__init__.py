"""One module per job type, and the runtime that runs them."""
