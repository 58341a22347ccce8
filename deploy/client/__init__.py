"""The engine's public APIs as Tertib uses them: broker, Tasklist, Operate."""
