"""The desk's window of walls and scenes: what each wall does, orders to it, and the editor of scenes."""
