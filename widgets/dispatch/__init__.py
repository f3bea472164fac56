"""The dispatch workspace: map, queue with card, targets; dispatch by drag, key or menu."""
