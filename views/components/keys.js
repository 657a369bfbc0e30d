const SLIDER = "input[type=range], [role=slider]"
const SETTLED_MS = 300 // after which Streamlit has told the server where a slider stands

/** What the keys do that press no button by themselves, and what they must not do. */
class Keys {
  constructor(hands) {
    this.hands = hands
    this.swallow = false
    addEventListener("keydown", event => this.onKey(event), true)
    addEventListener("keyup", event => this.onKeyUp(event), true)
    addEventListener("blur", () => { this.swallow = false })
    // Behind the page's own listeners and before those of Streamlit's shortcuts, which sit on the document.
    document.documentElement.addEventListener("keydown", event => this.keepFromShortcuts(event))
  }

  onKey(event) {
    const { deck, attention } = this.hands
    const target = event.composedPath()[0]
    if (event.key === "Escape" && this.hands.isThere && isLayerOpen()) return this.comeBack()
    if (event.key === " " && this.handsInSlider(event, target)) return
    if (this.isForOthers(event, target) || event.isComposing) return
    attention.byKey = true
    if (event.key === " " && this.swallow) return stop(event)
    if (this.hands.later.isAway && this.keepForLater(event, target)) return
    const pressed = target.closest?.(NATIVE)
    if (event.repeat && pressed && event.key === "Enter") return stop(event) // a key that is held down acts once
    if (event.repeat || !deck.shown || target.closest?.(LAYER) || isLayerOpen()) return
    if (event.key === " " && pressed?.closest(OF_CARD)) {
      this.swallowAs(event) // at once, and not when the key is let go, as buttons do
      return deck.isTurned && deck.isTooSoon() ? undefined : pressed.click()
    }
    if (deck.drawn.keys && !event.shiftKey && !(target.closest?.(PRESSABLE) && event.key === " ")) this.onKeyOfCard(event)
  }

  /** Space does nothing to a slider: it hands in where it stands, once the server knows that. */
  handsInSlider(event, target) {
    const { isThere, deck, attention, token } = this.hands
    const isPlain = !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey)
    if (!isThere || deck.shown || !isPlain || !target.matches?.(SLIDER) || !document.querySelector(byShortcut("Space"))) return false
    attention.byKey = true
    this.swallowAs(event)
    if (!event.repeat) setTimeout(() => this.pressOnceSettled(token), SETTLED_MS)
    return true
  }

  pressOnceSettled(token, tries = TRIES) {
    if (!this.hands.isThere || this.hands.token !== token) return
    if (document.querySelector(IDLE)) document.querySelector(byShortcut("Space"))?.click()
    else if (tries) setTimeout(() => this.pressOnceSettled(token, tries - 1), SETTLED_MS)
  }

  onKeyOfCard(event) {
    const { deck } = this.hands
    const { key } = event
    if (key === " " ? isInView(`card-${deck.shown.card}`) : isRating(key) && deck.isTurned) {
      if (key === " ") this.swallowAs(event)
      else stop(event)
      if (deck.waitsForRest) deck.keepEarly(key)
      else this.pressOnCard(key)
    } else if (key.toLowerCase() === "u" && (deck.sent || deck.early.length)) {
      stop(event)
      if (deck.early.length) deck.keepEarly(key)
      else deck.undoOnceRated()
    }
  }

  /** Turns the card over, rates it, or takes the rating back. */
  pressOnCard(key) {
    const { deck } = this.hands
    if (key.toLowerCase() === "u") return deck.undoOnceRated()
    if (key !== " ") return document.querySelectorAll(`${keyed(deck.ratings)} button`)[Number(key) - 1]?.click()
    if (!deck.isTurned) deck.turn()
    else if (!deck.isTooSoon()) document.querySelector(`${keyed(deck.ratings)} ${PRIMARY}`)?.click()
  }

  isForOthers(event, target) {
    return !this.hands.isThere || event.ctrlKey || event.metaKey || event.altKey || target.closest?.(FIELD)
  }

  /** Nobody else hears of the key, and nothing of its repeating and of its being let go. */
  swallowAs(event) {
    stop(event)
    this.swallow = event.key === " "
  }

  /** Whether the key is kept: it is pressed once the server is back, if the page still shows what it was meant for. */
  keepForLater(event, target) {
    const { deck, later, seen } = this.hands
    const name = shortcutOf(event)
    if (!name || event.repeat || deck.shown && !deck.drawn.keys) return false
    if (name === "Space" && !deck.shown && target.closest?.(PRESSABLE) && !target.closest(DIALOG)) return false // it presses that one
    const isForTurning = deck.shown && !deck.isTurned
    if (isForTurning ? name !== "Space" : deck.shown && (deck.sent || later.isMeantFor(seen))) return false
    const button = deck.shown
      ? `${keyed(deck.ratings)} ${name === "Space" ? PRIMARY : `button[aria-keyshortcuts="${name}"]`}`
      : byShortcut(name)
    if (!document.querySelector(button) && !isForTurning && later.isEmpty) return false // "Check" comes with the first mark
    this.swallowAs(event)
    if (isForTurning) deck.turn() // which needs no server
    else if (!(deck.shown && name === "Space" && deck.isTooSoon())) later.keep({ token: seen, button })
    return true
  }

  /** After Escape the keys are for the card again, and do not open once more what was closed. */
  comeBack(tries = TRIES) {
    if (tries && isLayerOpen()) return requestAnimationFrame(() => this.comeBack(tries - 1))
    const { deck, aim, attention } = this.hands
    const home = deck.shown ? deck.home : aim
    setTimeout(() => attention.focusOn(home), LATER_MS) // once Streamlit has given the focus to the button that opened it
  }

  /** Streamlit's shortcuts would press their button also when a key repeats, on a focused button, or below an open layer. */
  keepFromShortcuts(event) {
    const { deck, later } = this.hands
    const target = event.composedPath()[0]
    if (this.isForOthers(event, target)) return
    const onButton = (event.key === " " || event.key === "Enter") && target.closest?.(PRESSABLE)
    const ofDeck = deck.shown && event.key === " " // hands turn the card; Streamlit would turn the hidden one too
    if (event.repeat || onButton || ofDeck || target.closest?.(LAYER) || isLayerOpen()) event.stopPropagation()
    else if (!deck.shown) later.expect(document.querySelector(byShortcut(shortcutOf(event)))) // it is pressed without a click
  }

  onKeyUp(event) {
    if (event.key !== " " || !this.swallow) return
    this.swallow = false
    event.preventDefault() // or the button that has the focus by now would be pressed
  }
}
