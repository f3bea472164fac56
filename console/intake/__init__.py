"""Real input: files of cases as other systems export them."""
