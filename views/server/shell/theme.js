// The theme that was chosen in Streamlit's menu, which keeps it for each page.
try {
  const { name } = JSON.parse(localStorage.getItem(`stActiveTheme-${location.pathname}-v2`))
  document.documentElement.dataset.paper = /Dark|Light/.exec(name)[0]
} catch {}
