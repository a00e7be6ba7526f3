"""What staff type about campaigns, appeals and funds."""
