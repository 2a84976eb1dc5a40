"""The commands, by what a person wants: run the pipeline, look after it, play with the sandbox."""
