"""Files that come in: opened, read, compared, looked at, applied in one transaction, undone in one."""
