"""Lists (danh mục): the register, the tray and the gaps, as sheets that go out and come back."""
