"""What each command of ``archive`` does, one module a command; ``cli.py`` only takes its arguments apart."""
