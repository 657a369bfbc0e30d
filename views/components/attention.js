const LONGEST = 600
const TRIES = 30

/** Where the focus goes, what comes into sight, and what screen readers are told, each once it is there. */
class Attention {
  constructor(hands) {
    Object.assign(this, { hands, byKey: false })
    addEventListener("pointerdown", () => { this.byKey = false }, true)
  }

  /**
   * On the primary button in the element with this key, else its first button, else the element itself.
   * Never out of a field in which somebody types.
   */
  focusOn(name, tries = TRIES) {
    if (!name || isTyping()) return
    const place = document.querySelector(keyed(name))
    if (!place?.checkVisibility()) {
      if (tries) requestAnimationFrame(() => this.focusOn(name, tries - 1))
      return
    }
    const isCard = name.startsWith("card-") // to be read first: a key must not press what stands in it
    const button = isCard ? null : place.querySelector(`${PRIMARY}:enabled`) ?? place.querySelector("button:enabled")
    if (!button) place.tabIndex = -1
    const aim = button ?? place
    aim.focus({ preventScroll: true })
    if (this.byKey && button) bringIntoView(button)
  }

  say(text) {
    const said = this.hands.root?.querySelector("#said")
    if (!said || !text) return
    said.textContent = ""
    requestAnimationFrame(() => { said.textContent = text.slice(0, LONGEST) })
  }
}

/** Into sight, once it is there. */
function bring(name, tries = TRIES) {
  const place = document.querySelector(keyed(name))
  if (place?.checkVisibility()) intoSight(place, false)
  else if (tries) requestAnimationFrame(() => bring(name, tries - 1))
}

/** Scrolls down to the button, but never so far that the top of the card leaves the window. */
function bringIntoView(button) {
  const page = main(), cards = [...document.querySelectorAll(keyedFrom("card-"))].filter(card => card.checkVisibility())
  if (!page?.contains(button) || !cards.length) return
  const below = button.getBoundingClientRect().bottom + 12 - page.getBoundingClientRect().bottom
  const room = cards[0].getBoundingClientRect().top - page.getBoundingClientRect().top - 12
  if (below > 0 && room > 0) page.scrollBy({ top: Math.min(below, room), behavior: "instant" })
}
