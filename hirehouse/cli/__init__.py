"""The command line: the commands, the terminal they print to, the demo and the doctor."""
