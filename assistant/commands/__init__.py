"""The commands of the command line, a module each. Results go to standard output, everything else to standard error."""
