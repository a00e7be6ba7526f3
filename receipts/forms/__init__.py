"""What staff type about papers, checked."""
