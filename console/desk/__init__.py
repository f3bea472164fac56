"""What an operator can do, one module per noun. Asked by the window, never calling up."""
