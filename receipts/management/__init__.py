"""What is done with receipts from a shell."""
