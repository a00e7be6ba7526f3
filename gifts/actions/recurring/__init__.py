"""What is done with recurring gifts: rows follow Stripe; requests go to Stripe; promises are kept."""
