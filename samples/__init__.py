"""Sample papers of a lower-secondary school, and the script that makes them."""
