"""What passed the gates, made current in one step, and what a published run leaves for later ones."""
