// PAGES stands for the addresses of the pages.
{
  const found = location.pathname.match(/^(.*)\/(?:PAGES)$/)
  if (found) window.__streamlit = { BACKEND_BASE_URL: `${location.origin}${found[1]}/` }
}
