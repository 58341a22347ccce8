"""What runs the handlers: from the engine's jobs to its answers."""
