const LATER_MS = 150
const LOST_AFTER_MS = 30_000
const LATER = "later" // under which name they are kept over a reload
const KEPT_MS = 120_000 // as long as the server remembers a browser that has gone
const MOST_LATER = 6
const WAITED_FOR_MS = 5000
const HEARD_MS = 2500 // what has changed nothing by then changes nothing any more
const OF_QUESTION = ["choice", "submit", "sure", "not-sure", "unsure", "next", "step", "hint"].map(part => keyedFrom(`${part}-`)).join()

/** What is pressed while the server is away: it is pressed again once it is back, on the page as it was. It outlasts a page that is drawn anew. */
class Later {
  constructor(hands) {
    Object.assign(this, { hands, presses: [], pressed: null, last: null, wasCut: false, isRejoining: false, isDrawing: false })
    new MutationObserver(() => this.onLine()).observe(document.body, { subtree: true, attributeFilter: STATES })
    addEventListener("pagehide", () => this.keepOverReload())
    this.takeFromBeforeReload()
  }

  /** A server that was started again draws the page anew (`draw_again_once_back` in `views/page/frame.py`), and until then drops what is pressed. */
  onLine() {
    const isCut = !document.querySelector(CONNECTED)
    if (this.wasCut && !isCut) Object.assign(this, { isRejoining: true, isDrawing: false, backAt: performance.now() })
    else if (!isCut && !document.querySelector(IDLE)) this.isDrawing = true
    this.wasCut = isCut
  }

  /** The page of a server that is back. It may come so quickly that the page is never seen to be drawn. */
  hasDrawn() {
    if (this.isRejoining) this.isDrawing = true
  }

  /** Whether what is pressed now would reach no server, or one that has not drawn this page yet. */
  get isAway() {
    const isSoon = !this.isDrawing && performance.now() - this.backAt < LOST_AFTER_MS
    if (this.isRejoining && !isSoon && document.querySelector(IDLE)) this.isRejoining = false
    return this.isRejoining || !document.querySelector(CONNECTED)
  }

  get isEmpty() {
    return !this.presses.length
  }

  isMeantFor(token) {
    return this.presses.some(press => press.token === token)
  }

  keep(press) {
    if (this.presses.length < MOST_LATER) this.presses.push({ ...press, at: Date.now() })
    this.watch()
  }

  /** What was on its way when the page was drawn anew comes before what was pressed after it. */
  putFirst(press) {
    this.presses.unshift({ ...press, at: Date.now() })
    this.watchOn()
  }

  /** The page may be loaded anew while something waits, by hand or by `sendAgain`. */
  keepOverReload() {
    this.hands.deck.putBack()
    remember(LATER, { presses: this.presses.map(({ token, button, says, at }) => ({ token, button, says, at })) })
  }

  takeFromBeforeReload() {
    this.presses = recalled(LATER, { presses: [] }).presses
    remember(LATER, { presses: [] })
    this.watchOn()
  }

  /** A button of a question was pressed. Where the line is cut before the page has answered, it is pressed again. */
  expect(button) {
    const holder = button?.closest(OF_QUESTION)
    const key = holder && keyClassOf(holder)
    if (!key || this.hands.deck.isSending) return
    const press = { token: this.hands.token, button: buttonIn(key), says: button.innerText, at: Date.now() }
    if (this.isAway) return this.keep(press)
    this.pressed = press
    this.watch()
  }

  watch() {
    clearTimeout(this.watching)
    const now = Date.now()
    if (this.pressed && !document.querySelector(CONNECTED)) {
      this.presses.unshift(this.pressed)
      this.pressed = null
    } else if (this.pressed && now - this.pressed.at > LOST_AFTER_MS) this.pressed = null
    this.presses = this.presses.filter(press => now - press.at < KEPT_MS)
    if (!this.pressed && this.isEmpty) return
    if (!this.isEmpty && this.hands.isThere && !this.isAway && document.querySelector(IDLE) && this.isAnswered()) this.press(this.presses[0])
    this.watchOn()
  }

  watchOn() {
    clearTimeout(this.watching)
    this.watching = setTimeout(() => this.watch(), LATER_MS)
  }

  /** Whether the page shows what became of the key that was pressed before. */
  isAnswered() {
    const { last } = this
    return !last || document.querySelector(last.button)?.innerText !== last.says || performance.now() - last.at > HEARD_MS
  }

  /**
   * Only where the page is as it was: what the server has heard of already has changed the item, or what its button says.
   * A button that is not there yet, or cannot be pressed before the key ahead of it is answered, is waited for.
   */
  press(press) {
    const { deck, seen } = this.hands
    const { token, button, says } = press
    const found = document.querySelector(button)
    const isMeant = token === seen && (says === undefined || !found || says === found.innerText)
    press.since ??= performance.now()
    if (isMeant && (!found || found.disabled) && performance.now() - press.since < WAITED_FOR_MS) return
    this.presses.shift()
    if (!isMeant || !found || found.disabled) return
    if (deck.shown && !deck.isTurned) deck.turn() // it was turned, before the page was drawn anew
    this.last = { button, says: found.innerText, at: performance.now() }
    found.click()
  }
}
