"""The commands of `cxcanvas review`."""
