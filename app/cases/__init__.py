"""Cases: open one, follow it on the diagram, choose who acts in it."""
