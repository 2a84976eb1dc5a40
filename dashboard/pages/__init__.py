"""One module per page. Each names the tables it reads in its queries, and ``exposures.yml`` repeats them."""
