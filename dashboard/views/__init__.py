"""One module per page. Each names the tables it reads in its queries, and ``exposures.yml`` repeats them.

The folder is not called ``pages``: beside a script, Streamlit runs the files of a folder of that name by themselves.
"""
