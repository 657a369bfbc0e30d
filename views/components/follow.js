const LOOKS_MS = [0, 400, 1000, 2500, 5000] // what comes with a result, its pictures, makes the page longer only then
const WAITS_MS = 20_000 // a slow computer draws late what is looked for
const GONE_MS = 2000 // drawn again within that time it is the same place
const TYPED_IN = "input, textarea, select, [contenteditable]:not([contenteditable=false])"
const ACTS = ["wheel", "touchmove", "pointerdown", "keydown"]

/** Follows the runs on the pages of a browser tab: each that begins comes into sight, and its result, as long as one looks on. */
class Follower {
  constructor() {
    this.places = new Map()
    this.acts = 0
    ACTS.forEach(kind => addEventListener(kind, () => { this.acts += 1 }, { capture: true, passive: true }))
    addEventListener("scroll", () => this.places.forEach(place => this.look(place)), { capture: true, passive: true })
  }

  draw(root, { place, stage, isOver, to, nearest, says, opens, types }) {
    const known = this.places.get(place)
    const now = { stage, isOver, to, nearest, opens, types, root, watched: known?.watched ?? true, drawn: (known?.drawn ?? 0) + 1 }
    this.places.set(place, now)
    if (known ? known.stage === stage : !opens) return now
    if (!to) return now
    if (!isOver) now.watched = true // it was started a moment ago
    if (now.watched) this.show(now, says)
    return now
  }

  leave(place, drawn) {
    setTimeout(() => this.places.get(place)?.drawn === drawn && this.places.delete(place), GONE_MS)
  }

  /** Whether one still looks at a run that is under way. */
  look(place) {
    const seen = place.isOver ? null : at(place.to)?.getBoundingClientRect()
    if (seen) place.watched = seen.bottom > 0 && seen.top < innerHeight
  }

  show(now, says) {
    const said = now.root.querySelector("#said")
    if (said) said.textContent = says
    this.wait(now, this.acts, performance.now())
  }

  /** Looks for the place until it is there and the page around it is complete; whoever acts meanwhile is left alone. */
  wait(now, acts, since) {
    if (this.acts !== acts || !now.root.isConnected) return
    if (at(now.to)) LOOKS_MS.forEach(later => setTimeout(() => this.acts === acts && this.bring(now), later))
    else if (performance.now() - since < WAITS_MS) setTimeout(() => this.wait(now, acts, since), LOOKS_MS[1])
  }

  bring({ to, nearest, opens, types }) {
    const element = at(to)
    intoSight(element, nearest, opens && !types)
    if (!element || document.activeElement?.closest(TYPED_IN)) return
    if (types) return typeIn(element)
    if (document.activeElement !== document.body && !document.activeElement?.disabled) return
    element.tabIndex = -1
    element.focus({ preventScroll: true })
  }
}

/** The cursor goes into the field of this element; not where a finger taps, whose keyboard would cover half of the page. */
function typeIn(element) {
  if (!matchMedia("(pointer: coarse)").matches) element.querySelector(TYPED_IN)?.focus({ preventScroll: true })
}

/** The element with this key, or the heading with this anchor. */
const at = name => document.querySelector(keyed(name)) ?? document.getElementById(name)

export default function ({ parentElement, data }) {
  const follower = (window[Symbol.for("featherweight.follower")] ??= new Follower())
  const { drawn } = follower.draw(parentElement, data)
  return () => follower.leave(data.place, drawn)
}
