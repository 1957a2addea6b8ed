"""The portal (cổng đọc): one way to look.

GET and HEAD only; nothing here writes an object or a ledger line.
"""
