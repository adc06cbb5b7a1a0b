"""Other programs that make letters, each measured in a process of its own."""
