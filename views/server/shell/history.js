// One entry of the browser's history for each page that one would name. Streamlit pushes an entry also where a page only notes in its
// address where it stands (a session, a run, a drawn digit): such a note takes the place of the address before it.
// st.switch_page first notes the next page's query on the page that is left; that one gets its own address back, for whoever comes back.
// A new page opens at its top, and one that is come back to where it was left: the pages scroll inside an element, which browsers forget.
{
  const push = history.pushState.bind(history), replace = history.replaceState.bind(history)
  const tops = new Map()
  let own = null // what the address was before the notes since something was pressed
  let entry = history.state?.entry ?? 0, last = entry, returning = 0
  const isDrawn = () => document.querySelector(DRAWN) !== null
  const keepTop = () => tops.set(entry, main()?.scrollTop ?? 0) // at a press: once the next page comes, this one is gone
  const moveTo = top => main()?.scrollTo({ top, behavior: "instant" })
  const comeBack = top => {
    const mine = ++returning, began = performance.now()
    let wasBusy = false, left = 60 // frames after the page is drawn, in which it still grows
    const look = () => {
      if (mine !== returning || performance.now() - began > 10000) return
      wasBusy ||= !isDrawn()
      if (isDrawn() && (wasBusy || performance.now() - began > 500)) {
        moveTo(top)
        left -= 1
      }
      if (left) requestAnimationFrame(look)
    }
    look()
  }
  history.replaceState = (state, unused, url) => replace({ ...state, entry }, unused, url)
  history.pushState = (state, unused, url) => {
    const next = new URL(url, location.href)
    if (next.pathname === location.pathname) {
      own ??= location.href
      history.replaceState(state, unused, url)
      return
    }
    if (own !== null && next.search === location.search) history.replaceState(history.state, unused, own)
    own = null
    entry = last = entry + 1
    push({ ...state, entry }, unused, url)
    moveTo(0)
  }
  addEventListener("wheel", () => { returning += 1 }, { capture: true, passive: true })
  for (const kind of ["pointerdown", "keydown", "click"]) {
    addEventListener(kind, () => {
      own = null
      returning += 1
      keepTop()
    }, true)
  }
  addEventListener("popstate", ({ state }) => {
    own = null
    keepTop()
    entry = state?.entry ?? (location.hash ? last += 1 : 0)
    if (location.hash) history.replaceState(state, "", location.href)
    else comeBack(tops.get(entry) ?? 0)
  }, true)
}
