const FIELD = "input, textarea, select, [contenteditable]:not([contenteditable=false])"
const NATIVE = "button, a[href], summary"
const PRESSABLE = `${NATIVE}, [role=button], [role=radio], [role=checkbox], [role=switch], [role=tab], [role=option], [role^=menuitem], [role=slider], [role=gridcell]`
const OPEN_LAYER = `${POPOVER}, ${DIALOG}`
const LAYER = `${OPEN_LAYER}, [role=menu], [role=listbox], [role=grid], canvas`
const OF_CARD = ["turn-", "rate-"].map(keyedFrom).join()
const UNDO = `${keyedFrom("undo-")} button`
const ANSWER_MS = 2500 // a rating that was not answered by then is sent once more: the server takes it once
const MOST_SENT = 4 // then the page is loaded anew: a server that was started again knows nothing of its buttons
const DOUBLE_MS = 300
const TOO_SOON_MS = 600 // a second Space after the first is no judgement of what one knew
const LATER_MS = 150
const LOST_AFTER_MS = 30_000
const LATER = "later" // under which name they are kept over a reload
const KEPT_MS = 120_000 // as long as the server remembers a browser that has gone
const MOST_LATER = 6
const WAITED_FOR_MS = 5000
const SHORTCUTS = { " ": "Space", s: "S", n: "N" }
const OF_QUESTION = ["choice", "submit", "sure", "not-sure", "unsure", "next", "step", "hint"].map(part => keyedFrom(`${part}-`)).join()
const ASK_MS = 50
const LONGEST = 600
const TRIES = 30

/**
 * The one pair of hands of a browser tab: it turns cards over, keeps the focus, says what has changed, and guards the keys.
 * Cards are told apart by their name, which holds the topic; `card` is how their elements are keyed (`views/page/keyed.py`).
 */
class Hands {
  constructor() {
    this.sheet = new CSSStyleSheet()
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet]
    addEventListener("keydown", event => this.onKey(event), true)
    addEventListener("keyup", event => this.onKeyUp(event), true)
    addEventListener("click", event => this.onClick(event), true)
    addEventListener("pointerdown", () => { this.byKey = false }, true)
    addEventListener("focusin", event => { this.isOurs = Boolean(event.target.closest?.(OF_CARD)) }, true)
    addEventListener("blur", () => { this.swallow = false })
    // Behind the page's own listeners and before those of Streamlit's shortcuts, which sit on the document.
    document.documentElement.addEventListener("keydown", event => this.keepFromShortcuts(event))
    new MutationObserver(() => this.onLine()).observe(document.body, { subtree: true, attributeFilter: STATES })
    this.draws = 0
    // These outlast a page that is drawn anew, as it is by a server that was started again.
    Object.assign(this, { later: [], pressed: null, last: null, wasCut: false, isRejoining: false, isDrawing: false })
    this.sent = null
    this.leave(0)
    addEventListener("pagehide", () => this.keepOverReload())
    this.takeFromBeforeReload()
  }

  get isThere() {
    return Boolean(this.root?.isConnected)
  }

  get isTurned() {
    return this.shown !== null && this.turned === this.shown.name
  }

  /** What the server has drawn; `root` is the component's own. */
  draw(root, data, ask) {
    const isNew = this.root !== root
    this.root = root
    clearTimeout(this.waiting)
    const isOnItsWay = !isNew && this.sent && data.deck?.now.name === this.sent
    if (isOnItsWay && data.deck.failed) {
      this.giveBack(data)
    } else if (isOnItsWay && !data.deck.frontOnly) {
      this.deck = data.deck // drawn before the rating arrived
      this.expectAnswer()
    } else {
      this.take(data, isNew)
    }
    this.draws += 1
    if (data.deck?.frontOnly) this.askForTheRest(this.draws, ask)
    return this.draws
  }

  /** The first front came alone, to be there sooner: once it is seen, its back and the next card are asked for. */
  askForTheRest(draw, ask) {
    if (draw !== this.draws || !this.isThere) return
    const isSeen = document.querySelector(IDLE) && document.querySelector(keyed(`turn-${this.shown.card}`))
    if (isSeen) ask("seen", true)
    setTimeout(() => this.askForTheRest(draw, ask), isSeen ? ANSWER_MS : ASK_MS) // again, where nobody heard it
  }

  /** The rating could not be kept: its card is shown again, as it was. */
  giveBack(data) {
    this.queued = null
    this.turned = this.sent
    this.take(data, false)
  }

  expectAnswer() {
    clearTimeout(this.waiting)
    this.waiting = setTimeout(() => this.sendAgain(), ANSWER_MS)
  }

  /** The server did not hear of the rating: the line was cut, or it was started again. */
  sendAgain() {
    if (!this.isThere || !this.sent) return
    if (!document.querySelector(IDLE)) return this.expectAnswer() // nobody hears it yet, or it is being answered
    this.times += 1
    if (this.times >= MOST_SENT) return location.reload()
    this.isSending = true
    document.querySelector(this.sentBy)?.click()
    this.isSending = false
    this.expectAnswer()
  }

  take(data, isNew) {
    const before = this.seen
    if (isNew || data.deck?.frontOnly) this.putBack() // a server that was started again begins with the front
    this.sent = null
    this.token = data.token
    this.deck = data.deck
    this.aim = data.focus ?? null
    this.shown = data.deck?.now ?? null
    if (data.deck?.turned) this.turned = this.shown.name
    else if (!this.isTurned) this.turned = null
    this.paint()
    this.label()
    if (!isNew && before !== this.seen) {
      if (this.deck) this.welcome()
      else this.hand(data)
    } else if (this.deck && !isNew) this.regain()
    const queued = this.queued
    this.queued = null
    if (queued && (queued.name === this.shown?.name || queued.button === UNDO)) {
      requestAnimationFrame(() => requestAnimationFrame(() => document.querySelector(queued.button)?.click()))
    }
  }

  leave(draw) {
    if (draw !== this.draws) return // a later draw has taken over
    clearTimeout(this.waiting)
    this.putBack()
    Object.assign(this, { root: null, deck: null, shown: null, turned: null, sent: null, queued: null, token: null })
    Object.assign(this, { turnedAt: 0, aim: null })
    Object.assign(this, { byKey: false, isOurs: false, swallow: false, acted: 0, isSending: false, sentBy: null, times: 0 })
    this.sheet.replaceSync("")
  }

  /** Which slot is seen, and whether its card shows the back. The page is not touched: what is drawn next stays right. */
  paint() {
    const { deck, shown } = this
    const rules = []
    if (deck && shown.name !== deck.now.name) rules.push(hide(`slot-${deck.now.slot}`), show(`slot-${shown.slot}`))
    if (shown && !this.isTurned) rules.push(`${keyed(`card-${shown.card}`)} {cursor: pointer}`)
    if (this.isTurned) {
      const seen = ["flip-back", "flip-ratings", "flip-after", "flip-try"].map(part => show(`${part}-${shown.card}`))
      rules.push(hide(`turn-${shown.card}`), ...seen)
    }
    this.sheet.replaceSync(rules.join("\n"))
  }

  /** Says which key presses which rating, once the buttons are there. */
  label(tries = TRIES) {
    if (!this.deck?.keys) return
    const cards = [this.deck.now, this.deck.ahead].filter(Boolean)
    const found = cards.map(one => [...document.querySelectorAll(`${keyed(`flip-ratings-${one.card}`)} button`)])
    found.forEach(buttons => buttons.forEach((button, index) => button.setAttribute("aria-keyshortcuts", String(index + 1))))
    if (tries && found.some(buttons => !buttons.length)) requestAnimationFrame(() => this.label(tries - 1))
  }

  // What the student does

  turn() {
    this.turned = this.shown.name
    this.acted = this.turnedAt = performance.now()
    this.paint()
    this.label()
    this.focusOn(`flip-ratings-${this.shown.card}`)
    this.say(textOf(`flip-back-${this.shown.card}`))
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
    if (!this.deck.ahead) return
    this.shown = this.deck.ahead
    this.turned = null
    this.paint()
    this.welcome()
  }

  welcome() {
    if (!isTyping()) toTop()
    this.focusOn(`turn-${this.shown.card}`)
    this.say(`${textOf(`line-${this.shown.slot}`)} ${textOf(`card-${this.shown.card}`)}`.trim())
  }

  hand({ focus, says, top, sight }) {
    if (top && !isTyping()) toTop()
    if (sight) this.bring(sight)
    this.focusOn(focus)
    this.say(says)
  }

  /** Into sight, once it is there. */
  bring(name, tries = TRIES) {
    const place = document.querySelector(keyed(name))
    if (place?.checkVisibility()) intoSight(place, false)
    else if (tries) requestAnimationFrame(() => this.bring(name, tries - 1))
  }

  /** Where a button of the card had the focus and was drawn anew, its successor gets it. */
  regain() {
    if (!this.isOurs || document.activeElement !== document.body) return
    this.focusOn(this.isTurned ? `flip-ratings-${this.shown.card}` : `turn-${this.shown.card}`)
  }

  // Keys and clicks

  onKey(event) {
    const target = event.composedPath()[0]
    if (event.key === "Escape" && this.isThere && isLayerOpen()) return this.comeBack()
    if (!this.isThere || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || target.closest?.(FIELD)) return
    this.byKey = true
    if (event.key === " " && this.swallow) return stop(event)
    if (this.isAway && this.keepForLater(event)) return
    const pressed = target.closest?.(NATIVE)
    if (event.repeat && pressed && event.key === "Enter") return stop(event) // a key that is held down acts once
    if (event.repeat || !this.deck || target.closest?.(LAYER) || isLayerOpen()) return
    if (event.key === " " && pressed?.closest(OF_CARD)) {
      stop(event) // at once, and not when the key is let go, as buttons do
      this.swallow = true
      return this.isTurned && this.isTooSoon() ? undefined : pressed.click()
    }
    if (!this.deck.keys || event.shiftKey || target.closest?.(PRESSABLE) && event.key === " ") return
    if (event.key === " " && isInView(`card-${this.shown.card}`)) {
      stop(event)
      this.swallow = true
      if (!this.isTurned) this.turn()
      else if (!this.isTooSoon()) document.querySelector(`${keyed(`flip-ratings-${this.shown.card}`)} ${PRIMARY}`)?.click()
    } else if (/^[1-4]$/.test(event.key) && this.isTurned) {
      stop(event)
      this.press(`flip-ratings-${this.shown.card}`, Number(event.key) - 1)
    } else if (event.key.toLowerCase() === "u" && this.sent) this.undoOnceRated(event)
  }

  // What is pressed while the server is away

  /** A server that was started again draws the page anew (`draw_again_once_back` in `views/page/frame.py`), and until then drops what is pressed. */
  onLine() {
    const isCut = !document.querySelector(CONNECTED)
    if (this.wasCut && !isCut) Object.assign(this, { isRejoining: true, isDrawing: false, backAt: performance.now() })
    else if (!isCut && !document.querySelector(IDLE)) this.isDrawing = true
    this.wasCut = isCut
  }

  /** Whether what is pressed now would reach no server, or one that has not drawn this page yet. */
  get isAway() {
    const isSoon = !this.isDrawing && performance.now() - this.backAt < LOST_AFTER_MS // a quick drawing may pass unseen
    if (this.isRejoining && !isSoon && document.querySelector(IDLE)) this.isRejoining = false
    return this.isRejoining || !document.querySelector(CONNECTED)
  }

  /** Whether the key is kept: it is pressed once the server is back, if the page still shows what it was meant for. */
  keepForLater(event) {
    const name = shortcutOf(event)
    if (!name || event.repeat || this.deck && !this.deck.keys) return false
    const target = event.composedPath()[0]
    if (name === "Space" && !this.deck && target.closest?.(PRESSABLE) && !target.closest(DIALOG)) return false // it presses that one
    const isForTurning = this.deck && !this.isTurned
    if (isForTurning ? name !== "Space" : this.deck && (this.sent || this.later.some(one => one.token === this.seen))) return false
    const button = this.deck
      ? `${keyed(`flip-ratings-${this.shown.card}`)} ${name === "Space" ? PRIMARY : `button[aria-keyshortcuts="${name}"]`}`
      : byShortcut(name)
    if (!document.querySelector(button) && !isForTurning && !this.later.length) return false // "Check" comes with the first mark
    stop(event)
    this.swallow = name === "Space"
    if (isForTurning) this.turn() // which needs no server
    else if (!(this.deck && name === "Space" && this.isTooSoon())) this.keep({ token: this.seen, button })
    return true
  }

  /** What is seen of which item: what a key that is pressed now is meant for. */
  get seen() {
    return this.shown?.name ?? this.token
  }

  /** A rating that was on its way when the page was drawn anew: pressed again, where its card is shown again. */
  putBack() {
    if (!this.sent) return
    this.later.unshift({ token: this.sent, button: this.sentBy, at: Date.now() })
    this.sent = null
    this.watchOn()
  }

  /** The page may be loaded anew while something waits, by hand or by `sendAgain`. */
  keepOverReload() {
    this.putBack()
    remember(LATER, { presses: this.later.map(({ token, button, says, at }) => ({ token, button, says, at })) })
  }

  takeFromBeforeReload() {
    this.later = recalled(LATER, { presses: [] }).presses
    remember(LATER, { presses: [] })
    this.watchOn()
  }

  keep(press) {
    if (this.later.length < MOST_LATER) this.later.push({ ...press, at: Date.now() })
    this.watch()
  }

  /** A button of a question was pressed. Where the line is cut before the page has answered, it is pressed again. */
  expect(button) {
    const holder = button?.closest(OF_QUESTION)
    const key = holder && keyClassOf(holder)
    if (!key || this.isSending) return
    const press = { token: this.token, button: `.${CSS.escape(key)} button`, says: button.innerText, at: Date.now() }
    if (this.isAway) return this.keep(press)
    this.pressed = press
    this.watch()
  }

  watch() {
    clearTimeout(this.watching)
    const now = Date.now()
    if (this.pressed && !document.querySelector(CONNECTED)) {
      this.later.unshift(this.pressed)
      this.pressed = null
    } else if (this.pressed && now - this.pressed.at > LOST_AFTER_MS) this.pressed = null
    this.later = this.later.filter(one => now - one.at < KEPT_MS)
    if (!this.pressed && !this.later.length) return
    if (this.later.length && this.isThere && !this.isAway && document.querySelector(IDLE) && this.isAnswered()) this.pressLater(this.later[0])
    this.watchOn()
  }

  watchOn() {
    clearTimeout(this.watching)
    this.watching = setTimeout(() => this.watch(), LATER_MS)
  }

  /** Whether the page shows what became of the key that was pressed before. */
  isAnswered() {
    const { last } = this
    return !last || document.querySelector(last.button)?.innerText !== last.says || performance.now() - last.at > ANSWER_MS
  }

  /**
   * Only where the page is as it was: what the server has heard of already has changed the item, or what its button says.
   * A button that is not there yet, or cannot be pressed before the key ahead of it is answered, is waited for.
   */
  pressLater(press) {
    const { token, button, says } = press
    const found = document.querySelector(button)
    const isMeant = token === this.seen && (says === undefined || !found || says === found.innerText)
    press.since ??= performance.now()
    if (isMeant && (!found || found.disabled) && performance.now() - press.since < WAITED_FOR_MS) return
    this.later.shift()
    if (!isMeant || !found || found.disabled) return
    if (this.deck && !this.isTurned) this.turn() // it was turned, before the page was drawn anew
    this.last = { button, says: found.innerText, at: performance.now() }
    found.click()
  }

  /** After Escape the keys are for the card again, and do not open once more what was closed. */
  comeBack(tries = TRIES) {
    if (tries && isLayerOpen()) return requestAnimationFrame(() => this.comeBack(tries - 1))
    const home = this.deck ? (this.isTurned ? `flip-ratings-${this.shown.card}` : `turn-${this.shown.card}`) : this.aim
    setTimeout(() => this.focusOn(home), LATER_MS) // once Streamlit has given the focus to the button that opened it
  }

  /** Streamlit's shortcuts would press their button also when a key repeats, on a focused button, or below an open layer. */
  keepFromShortcuts(event) {
    const target = event.composedPath()[0]
    if (!this.isThere || event.ctrlKey || event.metaKey || event.altKey || target.closest?.(FIELD)) return
    const onButton = (event.key === " " || event.key === "Enter") && target.closest?.(PRESSABLE)
    const ofDeck = this.deck && event.key === " " // hands turn the card; Streamlit would turn the hidden one too
    if (event.repeat || onButton || ofDeck || target.closest?.(LAYER) || isLayerOpen()) event.stopPropagation()
    else if (!this.deck) this.expect(document.querySelector(byShortcut(shortcutOf(event)))) // it is pressed without a click
  }

  onKeyUp(event) {
    if (event.key !== " " || !this.swallow) return
    this.swallow = false
    event.preventDefault() // or the button that has the focus by now would be pressed
  }

  press(name, number) {
    document.querySelectorAll(`${keyed(name)} button`)[number]?.click()
  }

  onClick(event) {
    const pressed = event.target.closest?.("button")
    if (!this.deck && pressed && this.isThere) this.expect(pressed)
    if (this.deck && this.shown && this.isThere && !this.isTurned && isOnCard(event, this.shown.card)) return this.turn()
    if (!pressed || !this.deck || !this.shown || !this.isThere) return
    if (this.sent && pressed.matches(UNDO)) return this.undoOnceRated(event)
    const holder = pressed.closest(OF_CARD)
    if (!holder || this.isSending) return
    // What appears under the finger after the first of two quick clicks was not meant by the second.
    const isQuickTap = event.pointerType === "touch" && performance.now() - this.acted < DOUBLE_MS
    if (event.detail > 1 || isQuickTap) return stop(event)
    const key = keyClassOf(holder)
    if (key === keyClass(`turn-${this.shown.card}`)) {
      stop(event)
      this.turn()
    } else if (holder.closest(keyed(`flip-ratings-${this.shown.card}`))) {
      if (!this.isTurned) return stop(event)
      const button = `.${CSS.escape(key)} button`
      if (!this.sent) return this.rated(button)
      this.queued ??= { name: this.shown.name, button }
      stop(event)
    }
  }

  /** The button still takes back the rating before; the one on its way is meant, or the one that waits for it. */
  undoOnceRated(event) {
    stop(event)
    this.queued = this.queued ? null : { button: UNDO }
  }

  // Focus and voice

  /**
   * On the primary button in the element with this key, else its first button, else the element itself, once it is there.
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
    const said = this.root?.querySelector("#said")
    if (!said || !text) return
    said.textContent = ""
    requestAnimationFrame(() => { said.textContent = text.slice(0, LONGEST) })
  }
}

const shortcutOf = event => SHORTCUTS[event.key.toLowerCase()] ?? (/^[1-9]$/.test(event.key) ? event.key : null)
const hide = name => `${wrapped(name)} {display: none !important}`
const show = name => `${wrapped(name)} {display: flex !important}`
const textOf = name => document.querySelector(keyed(name))?.innerText.replace(/\s+/g, " ").trim() ?? ""
const isLayerOpen = () => [...document.querySelectorAll(OPEN_LAYER)].some(one => one.checkVisibility())

/** A click on the card itself: not on what can be pressed in it, and not the end of selecting its text. */
function isOnCard(event, card) {
  return event.target.closest?.(keyed(`card-${card}`)) && !event.target.closest(`${PRESSABLE}, ${FIELD}, label`) && !String(getSelection())
}

function isInView(name) {
  const place = document.querySelector(keyed(name))?.getBoundingClientRect()
  return Boolean(place) && place.top < innerHeight && place.bottom > 0
}

/** The element that has the focus, also inside a component. */
function focused() {
  let one = document.activeElement
  while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement
  return one
}

const isTyping = () => Boolean(focused()?.closest?.(FIELD))

/** Scrolls down to the button, but never so far that the top of the card leaves the window. */
function bringIntoView(button) {
  const page = main(), cards = [...document.querySelectorAll(keyedFrom("card-"))].filter(card => card.checkVisibility())
  if (!page?.contains(button) || !cards.length) return
  const below = button.getBoundingClientRect().bottom + 12 - page.getBoundingClientRect().bottom
  const room = cards[0].getBoundingClientRect().top - page.getBoundingClientRect().top - 12
  if (below > 0 && room > 0) page.scrollBy({ top: Math.min(below, room), behavior: "instant" })
}

function stop(event) {
  event.preventDefault()
  event.stopImmediatePropagation()
}

export default function ({ parentElement, data, setTriggerValue }) {
  const hands = (window[Symbol.for("featherweight.hands")] ??= new Hands())
  const draw = hands.draw(parentElement, data, setTriggerValue)
  return () => hands.leave(draw)
}
