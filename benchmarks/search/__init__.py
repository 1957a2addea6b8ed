"""Search at size: generated pages, and how long it takes to index and to find them."""
