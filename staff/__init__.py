"""Who we are, what we may do, what we did."""
