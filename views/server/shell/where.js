// PAGES stands for the addresses of the pages.
{
  const found = location.pathname.match(/^(.*)\/(?:PAGES)$/)
  if (found) tellServer(`${location.origin}${found[1]}/`)
}
