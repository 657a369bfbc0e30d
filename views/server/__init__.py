"""What a browser gets before Streamlit draws."""
