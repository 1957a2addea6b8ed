"""The one way in: from the drop folder to objects, readings and ledger lines."""
