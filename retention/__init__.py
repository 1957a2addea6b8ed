"""How long a document is kept (thời hạn bảo quản), and the package of what is kept.

`schedule` reads a retention table, `verdicts` judges holdings by it, `export` writes a BagIt bag, `names`
makes file names that survive any disk. Dates and classes only: nothing here knows where bytes are stored,
what an evidence code is, or how to remove anything. A verdict proposes; people dispose.
"""
