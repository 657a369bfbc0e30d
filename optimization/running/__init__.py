"""Where runs are asked for, handed out, watched, stopped and kept."""
