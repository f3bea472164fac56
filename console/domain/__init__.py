"""What digital city management is: pure rules and facts, standard library only."""
