"""Search (tìm kiếm): finds the page on which words stand, with or without their marks."""
