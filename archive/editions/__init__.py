"""The sets of standards a school is judged by, as TOML: one file per legal instrument and school level."""
