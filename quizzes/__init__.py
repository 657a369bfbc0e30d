"""How a topic is practised: content and its reader, question types, sessions, events. Knows neither Streamlit nor the labs."""
