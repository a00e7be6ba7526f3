"""What the account holds, by noun: the operations on each and how each changes."""
