const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches
const ROOM_PX = 12, BELOW_PX = 84 // below a run's progress stands the button that stops it

/** What comes next is read from its first line. */
function toTop() {
  main()?.scrollTo({ top: 0, behavior: "instant" })
}

/**
 * How far to scroll so that the place is seen: not at all where the whole of it is, unless it is what the page `opens` at; no further than
 * needed where `nearest`; else its top comes to the top. All as `top` and `bottom` in pixels of the window.
 */
function farEnough(place, frame, nearest, opens = false) {
  if (!opens && place.top >= frame.top && place.bottom <= frame.bottom) return 0
  const toItsTop = place.top - frame.top - ROOM_PX
  const toItsEnd = place.bottom + BELOW_PX - frame.bottom
  return nearest && place.top > frame.top ? Math.min(toItsEnd, toItsTop) : toItsTop
}

/** Scrolls to the element where it is out of sight, or where the page `opens` at it. */
function intoSight(element, nearest, opens = false) {
  const page = main()
  if (!page || !element) return
  const top = farEnough(element.getBoundingClientRect(), page.getBoundingClientRect(), nearest, opens)
  if (top) page.scrollBy({ top, behavior: isCalm() ? "instant" : "smooth" })
}
