"""The dispatch workspace: map, queue with the case's card, targets; one act by drag, key or menu."""
