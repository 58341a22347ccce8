"""What drawn connectors say: which shape leads to which. The same for every format."""
