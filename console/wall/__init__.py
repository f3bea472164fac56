"""What a video wall shows: figures, scenes, rotation and layout, without a window."""
