const OF_CARD = ["turn-", "rate-"].map(keyedFrom).join()
const UNDO = `${keyedFrom("undo-")} button`
const ANSWER_MS = 2500 // a rating that was not answered by then is sent once more: the server takes it once
const MOST_SENT = 4 // then the page is loaded anew: a server that was started again knows nothing of its buttons
const DOUBLE_MS = 300
const TOO_SOON_MS = 600 // a second Space after the first is no judgement of what one knew

/**
 * The cards of a page: which is shown, which way up it lies, and the rating that is on its way. None is `shown` on a page without cards.
 * Cards are told apart by their name, which holds the topic; `card` is how their elements are keyed (`views/page/keyed.py`).
 */
class Deck {
  constructor(hands) {
    this.hands = hands
    this.sheet = new CSSStyleSheet()
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet]
    addEventListener("focusin", event => { this.isOurs = Boolean(event.target.closest?.(OF_CARD)) }, true)
    this.clear()
  }

  clear() {
    clearTimeout(this.waiting)
    Object.assign(this, { drawn: null, shown: null, turned: null, turnedAt: 0, acted: 0, isOurs: false })
    Object.assign(this, { sent: null, sentBy: null, times: 0, isSending: false, queued: null, early: [] })
    this.sheet.replaceSync("")
  }

  get isTurned() {
    return this.shown !== null && this.turned === this.shown.name
  }

  get ratings() {
    return `flip-ratings-${this.shown.card}`
  }

  /** The key of the element in which the next thing is done. */
  get home() {
    return this.isTurned ? this.ratings : `turn-${this.shown.card}`
  }

  /** Whether this was drawn before the rating arrived, and what is seen stays; one that could not be kept gives its card back as it was. */
  staysAt(drawn) {
    if (!this.sent || drawn?.now.name !== this.sent) return false
    if (drawn.failed) Object.assign(this, { queued: null, turned: this.sent })
    if (drawn.failed || drawn.frontOnly) return false
    this.drawn = drawn
    this.expectAnswer()
    return true
  }

  /** What the server has drawn, null on a page without cards. */
  take(drawn) {
    clearTimeout(this.waiting)
    Object.assign(this, { sent: null, drawn, shown: drawn?.now ?? null })
    if (drawn?.turned) this.turned = this.shown.name
    else if (!this.isTurned) this.turned = null
    this.paint()
    this.label()
  }

  /** What was pressed while a rating was on its way. */
  pressQueued() {
    const { queued } = this
    this.queued = null
    if (queued && (queued.name === this.shown?.name || queued.button === UNDO)) {
      requestAnimationFrame(() => requestAnimationFrame(() => this.pressOnceThere(queued.button)))
    }
  }

  pressOnceThere(button, tries = TRIES) {
    const found = document.querySelector(button)
    if (found) found.click()
    else if (tries) requestAnimationFrame(() => this.pressOnceThere(button, tries - 1))
  }

  /** Whether the back and the ratings of the card that was turned over are still to come. */
  get waitsForRest() {
    return this.isTurned && this.drawn.frontOnly
  }

  /** A key that comes before the ratings: it is pressed once they are there, and what follows it after it. */
  keepEarly(key) {
    if (key !== " " || this.early.length) this.early.push(key) // a second Space is no judgement
  }

  pressEarly(tries = TRIES) {
    if (!this.early.length || this.waitsForRest) return
    const isThere = document.querySelector(`${keyed(this.ratings)} button`)
    if (!isThere) return void (tries && requestAnimationFrame(() => this.pressEarly(tries - 1)))
    this.early.splice(0).forEach(key => this.hands.keys.pressOnCard(key))
  }

  /** Which slot is seen, and whether its card shows the back. The page is not touched: what is drawn next stays right. */
  paint() {
    const { drawn, shown } = this
    const rules = []
    if (drawn && shown.name !== drawn.now.name) rules.push(hide(`slot-${drawn.now.slot}`), show(`slot-${shown.slot}`))
    if (shown && !this.isTurned) rules.push(`${keyed(`card-${shown.card}`)} {cursor: pointer}`)
    if (this.isTurned) {
      const seen = ["flip-back", "flip-ratings", "flip-after", "flip-try"].map(part => show(`${part}-${shown.card}`))
      rules.push(hide(`turn-${shown.card}`), ...seen)
    }
    this.sheet.replaceSync(rules.join("\n"))
  }

  /** Says which key presses which rating, once the buttons are there. */
  label(tries = TRIES) {
    if (!this.drawn?.keys) return
    const cards = [this.drawn.now, this.drawn.ahead].filter(Boolean)
    const ratings = cards.map(({ card }) => [...document.querySelectorAll(`${keyed(`flip-ratings-${card}`)} button`)])
    ratings.forEach(buttons => buttons.forEach((button, index) => button.setAttribute("aria-keyshortcuts", String(index + 1))))
    if (tries && ratings.some(buttons => !buttons.length)) requestAnimationFrame(() => this.label(tries - 1))
  }

  turn() {
    this.turned = this.shown.name
    this.acted = this.turnedAt = performance.now()
    this.paint()
    this.label()
    this.hands.attention.focusOn(this.ratings)
    this.hands.attention.say(textOf(`flip-back-${this.shown.card}`))
  }

  isTooSoon() {
    return performance.now() - this.turnedAt < TOO_SOON_MS
  }

  /** The rating is on its way: the next card, which is there already, is shown at once. */
  rated(button) {
    this.sent = this.shown.name
    this.sentBy = button
    this.times = 1
    this.expectAnswer()
    this.acted = performance.now()
    if (!this.drawn.ahead) return
    this.shown = this.drawn.ahead
    this.turned = null
    this.paint()
    this.welcome()
  }

  expectAnswer() {
    clearTimeout(this.waiting)
    this.waiting = setTimeout(() => this.sendAgain(), ANSWER_MS)
  }

  /** The server did not hear of the rating: the line was cut, or it was started again. */
  sendAgain() {
    if (!this.hands.isThere || !this.sent) return
    if (!document.querySelector(IDLE)) return this.expectAnswer() // nobody hears it yet, or it is being answered
    this.times += 1
    if (this.times >= MOST_SENT) return location.reload()
    this.isSending = true
    document.querySelector(this.sentBy)?.click()
    this.isSending = false
    this.expectAnswer()
  }

  /** A rating that was on its way when the page was drawn anew: pressed again, where its card is shown again. */
  putBack() {
    if (!this.sent) return
    this.hands.later.putFirst({ token: this.sent, button: this.sentBy })
    this.sent = null
  }

  /** The button still takes back the rating before; the one on its way is meant, or the one that waits for it. */
  undoOnceRated() {
    this.queued = this.queued ? null : { button: UNDO }
  }

  welcome() {
    if (!isTyping()) toTop()
    this.hands.attention.focusOn(`turn-${this.shown.card}`)
    this.hands.attention.say(`${textOf(`line-${this.shown.slot}`)} ${textOf(`card-${this.shown.card}`)}`.trim())
  }

  /** Where a button of the card had the focus and was drawn anew, its successor gets it. */
  regain() {
    if (this.shown && this.isOurs && document.activeElement === document.body) this.hands.attention.focusOn(this.home)
  }

  onClick(event, pressed) {
    if (!this.isTurned && isOnCard(event, this.shown.card)) return this.turn()
    if (this.sent && pressed?.matches(UNDO)) {
      stop(event)
      return this.undoOnceRated()
    }
    const holder = pressed?.closest(OF_CARD)
    if (!holder || this.isSending) return
    // What appears under the finger after the first of two quick clicks was not meant by the second.
    const isQuickTap = event.pointerType === "touch" && performance.now() - this.acted < DOUBLE_MS
    if (event.detail > 1 || isQuickTap) return stop(event)
    const key = keyClassOf(holder)
    if (key === keyClass(`turn-${this.shown.card}`)) {
      stop(event)
      this.turn()
    } else if (holder.closest(keyed(this.ratings))) this.onRating(event, buttonIn(key))
  }

  onRating(event, button) {
    if (!this.isTurned) return stop(event)
    if (!this.sent) return this.rated(button)
    this.queued ??= { name: this.shown.name, button }
    stop(event)
  }
}

const hide = name => `${wrapped(name)} {display: none !important}`
const show = name => `${wrapped(name)} {display: flex !important}`
const textOf = name => document.querySelector(keyed(name))?.innerText.replace(/\s+/g, " ").trim() ?? ""
