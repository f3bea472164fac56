"""Rules and facts of digital city management; pure, standard library only."""
