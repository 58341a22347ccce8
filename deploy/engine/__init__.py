"""A real Camunda 8 on this machine: fetched, started, watched, stopped."""
