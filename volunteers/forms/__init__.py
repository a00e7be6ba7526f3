"""What volunteers and those who plan with them type."""
