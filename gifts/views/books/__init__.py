"""The finance officer's pages."""
