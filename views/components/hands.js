const FIELD = "input, textarea, select, [contenteditable]:not([contenteditable=false])"
const PRESSABLE = "button, a[href], summary, input, select, [role=button], [role=radio], [role=checkbox], [role=switch], [role=tab], [role=option]"
const UNDO = '[class*="st-key-undo-"] button'
const OF_CARD = '[class*="st-key-turn-"], [class*="st-key-rate-"]'
const SENT_MS = 500
const LONGEST = 600

/** The one pair of hands of a browser tab: it turns cards over, keeps the focus, says what has changed, and guards the keys. */
class Hands {
  constructor() {
    this.sheet = new CSSStyleSheet()
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet]
    addEventListener("keydown", event => this.onKey(event), true)
    addEventListener("keyup", event => this.onKeyUp(event), true)
    addEventListener("click", event => this.onClick(event), true)
    addEventListener("pointerdown", () => { this.byKey = false }, true)
    this.leave(null)
  }

  /** What the server has drawn; `root` is the component's own. */
  draw(root, data) {
    const isNew = this.root !== root
    this.root = root
    clearTimeout(this.waiting)
    if (!isNew && this.sent && data.deck?.card === this.sent) {
      // Drawn before the rating arrived, or the rating could not be kept: only the second stays so.
      this.waiting = setTimeout(() => { this.turned = this.sent; this.take(data, false) }, SENT_MS)
      return
    }
    this.take(data, isNew)
  }

  take(data, isNew) {
    const before = this.deck ? `${this.shown}` : this.token
    this.sent = null
    this.token = data.token
    this.deck = data.deck
    this.shown = data.deck?.card ?? null
    if (data.deck?.turned) this.turned = this.shown
    else if (this.turned !== this.shown) this.turned = null
    this.paint()
    this.label()
    if (!isNew && before !== (this.deck ? this.shown : this.token)) {
      if (this.deck) this.welcome()
      else this.hand(data.focus, data.says)
    } else if (this.deck && !isNew) this.regain()
    const queued = this.queued
    this.queued = null
    if (queued && (queued.card === this.shown || queued.button === UNDO)) document.querySelector(queued.button)?.click()
  }

  leave(root) {
    if (root && root !== this.root) return
    clearTimeout(this.waiting)
    Object.assign(this, { root: null, deck: null, shown: null, turned: null, sent: null, queued: null, token: null, byKey: false })
    this.sheet.replaceSync("")
  }

  /** Which slot is seen, and whether its card shows the back. The page is not touched: what is drawn next stays right. */
  paint() {
    const { deck, shown, turned } = this
    const rules = []
    if (deck && shown !== deck.card) rules.push(hide(`slot-${deck.slot}`), show(`slot-${1 - deck.slot}`))
    if (turned) rules.push(hide(`turn-${turned}`), show(`back-${turned}`), show(`ratings-${turned}`), show(`after-${turned}`), show(`after-${turned}-try`))
    this.sheet.replaceSync(rules.join("\n"))
  }

  label() {
    for (const card of [this.deck?.card, this.deck?.ahead]) {
      document.querySelectorAll(`[class*="st-key-rate-${card}-"] button`).forEach((button, index) => {
        if (this.deck.keys) button.setAttribute("aria-keyshortcuts", String(index + 1))
      })
    }
  }

  // What the student does

  turn() {
    this.turned = this.shown
    this.paint()
    this.focusOn(`ratings-${this.shown}`)
    this.say(textOf(`back-${this.shown}`))
  }

  /** The rating is on its way: the next card, which is there already, is shown at once. */
  rated() {
    this.sent = this.shown
    if (!this.deck.ahead) return
    this.shown = this.deck.ahead
    this.turned = null
    this.paint()
    this.welcome()
  }

  welcome() {
    this.focusOn(`turn-${this.shown}`)
    this.say(textOf(`slot-${this.shown === this.deck.card ? this.deck.slot : 1 - this.deck.slot}`))
  }

  hand(name, says) {
    this.focusOn(name)
    this.say(says)
  }

  /** Where the focused button was drawn anew, its successor gets the focus. */
  regain() {
    if (document.activeElement !== document.body) return
    if (this.turned === this.shown) this.focusOn(`ratings-${this.shown}`)
    else this.focusOn(`turn-${this.shown}`)
  }

  // Events

  onKey(event) {
    const target = event.composedPath()[0]
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || target.closest?.(FIELD)) return
    this.byKey = true
    const acts = event.key === " " || event.key === "Enter" || event.key.length === 1
    if (acts && event.repeat) return stop(event) // a key that is held down acts once
    if (event.key === " " && this.swallow) return stop(event)
    const pressable = target.closest?.(PRESSABLE)
    if (event.key === " " && this.deck && pressable?.closest(OF_CARD)) {
      stop(event) // at once, and not when the key is let go, as buttons do
      this.swallow = true
      return pressable.click()
    }
    if ((event.key === " " || event.key === "Enter") && pressable) return event.stopImmediatePropagation()
    if (!this.deck?.keys || event.shiftKey || !this.root?.isConnected) return
    if (event.key === " " && this.turned !== this.shown) {
      stop(event)
      this.swallow = true
      this.press(`turn-${this.shown}`, 0)
    } else if (/^[1-4]$/.test(event.key) && this.turned === this.shown) {
      stop(event)
      this.press(`ratings-${this.shown}`, Number(event.key) - 1)
    } else if (event.key === "u" && this.sent) this.undoOnceRated(event)
  }

  onKeyUp(event) {
    if (event.key !== " " || !this.swallow) return
    this.swallow = false
    event.preventDefault() // or the button that has the focus by now would be pressed
  }

  /** The button still takes back the rating before; the one on its way is meant. */
  undoOnceRated(event) {
    this.queued = { button: UNDO }
    stop(event)
  }

  press(name, number) {
    document.querySelectorAll(`${at(name)} button`)[number]?.click()
  }

  onClick(event) {
    const pressed = event.target.closest?.("button")
    if (!pressed || !this.deck || !this.shown) return
    if (this.sent && pressed.matches(UNDO)) return this.undoOnceRated(event)
    const holder = pressed.closest(OF_CARD)
    if (!holder) return
    const key = [...holder.classList].find(name => name.startsWith("st-key-"))
    if (key === `st-key-turn-${this.shown}`) {
      stop(event)
      this.turn()
    } else if (key.startsWith(`st-key-rate-${this.shown}-`)) {
      if (this.turned !== this.shown) return stop(event)
      if (this.sent) {
        this.queued = { card: this.shown, button: `.${key} button` }
        return stop(event)
      }
      this.rated()
    }
  }

  // Focus and voice

  /** On the primary button in the element with this key, else its first button, else the element itself; never out of a field. */
  focusOn(name) {
    const place = name && document.querySelector(at(name))
    if (!place || document.activeElement?.matches(FIELD)) return
    const isCard = name.startsWith("card-") // to be read first: a key must not press what stands in it
    const button = isCard ? null : place.querySelector("button[kind^=primary]:enabled") ?? place.querySelector("button:enabled")
    if (!button) place.tabIndex = -1
    const aim = button ?? place
    aim.focus({ preventScroll: true })
    if (this.byKey && button) bringIntoView(button)
  }

  say(text) {
    const said = this.root?.querySelector("#said")
    if (said && text) said.textContent = text.slice(0, LONGEST)
  }
}

const at = name => `.st-key-${CSS.escape(name)}`
const withWrapper = name => `${at(name)}, [data-testid="stLayoutWrapper"]:has(> ${at(name)})`
const hide = name => `${withWrapper(name)} {display: none !important}`
const show = name => `${withWrapper(name)} {display: flex !important}`
const textOf = name => document.querySelector(at(name))?.innerText.replace(/\s+/g, " ").trim() ?? ""

/** Scrolls down to the button, but never so far that the top of the card leaves the window. */
function bringIntoView(button) {
  const main = button.closest('[data-testid="stMain"]')
  const cards = [...document.querySelectorAll('[class*="st-key-card-"]')].filter(card => card.checkVisibility())
  if (!main || !cards.length) return
  const below = button.getBoundingClientRect().bottom + 12 - main.getBoundingClientRect().bottom
  const room = cards[0].getBoundingClientRect().top - main.getBoundingClientRect().top - 12
  if (below > 0 && room > 0) main.scrollBy({ top: Math.min(below, room), behavior: "instant" })
}

function stop(event) {
  event.preventDefault()
  event.stopImmediatePropagation()
}

export default function ({ parentElement, data }) {
  const hands = (window[Symbol.for("featherweight.hands")] ??= new Hands())
  hands.draw(parentElement, data)
  return () => hands.leave(parentElement)
}
