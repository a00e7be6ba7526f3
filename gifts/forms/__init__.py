"""What people type about gifts, checked."""
