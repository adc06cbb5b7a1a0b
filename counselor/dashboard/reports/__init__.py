"""Reports: what came of letters, how the practice goes about it, what employers' promises are worth, what was done."""
