"""Pages of sign-in, people and the audit trail."""
