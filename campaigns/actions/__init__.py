"""What staff do with campaigns, appeals and funds. Each function is one transaction."""
