"""What is open now: the feed followed, open cases as columns, health, the database's clock."""
