"""The tray sheet (bảng xếp mã): its rows when it comes back, and what each of them does."""
