"""The video wall: windows, panels and their scenes."""
