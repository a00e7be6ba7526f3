"""What the desk counts: what waits for a person, how we stand, what a donor gave."""
