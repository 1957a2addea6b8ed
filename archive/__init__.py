"""The evidence archive (kho minh chứng): the only package that knows both bytes and school."""

from importlib.metadata import version

__version__ = version("evidence-archive")
