// The theme that was chosen in Streamlit's menu, which keeps it for each page.
try {
  document.documentElement.dataset.paper = /Dark|Light/.exec(chosenTheme())[0]
} catch {}
