"""What attacks have in common: a guarded exchange, and the calls of the API as an attacker reads them."""
