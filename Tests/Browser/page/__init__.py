"""The page as a trader uses it: a browser, a wallet in it, and what is done with them."""
