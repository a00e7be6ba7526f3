"""A stand-in for Stripe: a separate process that the product talks to over HTTP and never imports."""
