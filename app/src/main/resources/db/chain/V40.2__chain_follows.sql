call registry.follow('chain', 'entry');
