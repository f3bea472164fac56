"""Live state of one seat: feed follower, columns of open cases, link state, database clock."""
