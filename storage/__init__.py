"""Bytes and history: write-once objects and an append-only ledger.

Knows no document and no school. Nothing here imports ``archive`` or ``retention``.
"""
