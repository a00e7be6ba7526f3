"""What volunteers and those who plan with them do. Each function is one transaction."""
