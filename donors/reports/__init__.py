"""What is read of donors across tables."""
