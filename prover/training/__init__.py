"""Making the tactic model: data views, trainer, evaluation, expert iteration."""
