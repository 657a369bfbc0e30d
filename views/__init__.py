"""What is seen: thin Streamlit pages. They draw a state and send actions; nothing is graded here."""
