"""The staff's pages that look across apps."""
