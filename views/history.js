// One entry of the browser's history for each page that one would name. Streamlit pushes an entry also where a page only notes in its
// address where it stands (a session, a run, a drawn digit): such a note takes the place of the address before it.
// st.switch_page first notes the next page's query on the page that is left; that one gets its own address back, for whoever comes back.
{
  const push = history.pushState.bind(history)
  let own = null // what the address was before the notes since something was pressed
  history.pushState = (state, unused, url) => {
    const next = new URL(url, location.href)
    if (next.pathname === location.pathname) {
      own ??= location.href
      history.replaceState(state, unused, url)
      return
    }
    if (own !== null && next.search === location.search) history.replaceState(history.state, unused, own)
    own = null
    push(state, unused, url)
  }
  for (const kind of ["pointerdown", "keydown", "click", "popstate"]) addEventListener(kind, () => { own = null }, true)
}
