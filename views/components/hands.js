const ASK_MS = 50

/**
 * The one pair of hands of a browser tab: it turns cards over, keeps the focus, says what has changed, and guards the keys.
 * A page has cards, or it asks: then its `token` says what is seen of which question.
 */
class Hands {
  constructor() {
    this.draws = 0
    this.askedAt = -Infinity
    this.attention = new Attention(this)
    this.deck = new Deck(this)
    this.later = new Later(this)
    this.keys = new Keys(this)
    addEventListener("click", event => this.onClick(event), true)
    this.leave(0)
  }

  get isThere() {
    return Boolean(this.root?.isConnected)
  }

  /** What is seen of which item: what a key that is pressed now is meant for. */
  get seen() {
    return this.deck.shown?.name ?? this.token
  }

  /** What the server has drawn; `root` is the component's own. */
  draw(root, data, ask) {
    const isNew = this.root !== root
    this.root = root
    this.later.hasDrawn()
    if (isNew || !this.deck.staysAt(data.deck)) this.take(data, isNew)
    this.draws += 1
    if (data.deck?.frontOnly) this.askForTheRest(this.draws, ask)
    return this.draws
  }

  /** The first front came alone, to be there sooner: once it is seen, its back and the next card are asked for. */
  askForTheRest(draw, ask) {
    if (draw !== this.draws || !this.isThere) return
    const isSeen = document.querySelector(IDLE) && document.querySelector(keyed(`turn-${this.deck.shown.card}`))
    const isAsked = performance.now() - this.askedAt < ANSWER_MS // by a drawing before this one
    if (isSeen && !isAsked) {
      this.askedAt = performance.now()
      ask("seen", true)
    }
    setTimeout(() => this.askForTheRest(draw, ask), ASK_MS) // again, where nobody heard it
  }

  take(data, isNew) {
    const { deck, seen } = this
    if (isNew || data.deck?.frontOnly) deck.putBack() // a server that was started again begins with the front
    this.token = data.token
    this.aim = data.focus ?? null
    deck.take(data.deck)
    if (!isNew && seen === this.seen) deck.regain()
    else if (!isNew && data.deck) deck.welcome()
    else if (!isNew) this.turnTo(data)
    deck.pressQueued()
    deck.pressEarly()
  }

  /** To what has changed on a page that asks. */
  turnTo({ focus, says, top, sight }) {
    if (top && !isTyping()) toTop()
    if (sight) bring(sight)
    this.attention.focusOn(focus)
    this.attention.say(says)
  }

  leave(draw) {
    if (draw !== this.draws) return // a later draw has taken over
    this.deck.putBack()
    this.deck.clear()
    Object.assign(this, { root: null, token: null, aim: null })
    this.attention.byKey = this.keys.swallow = false
  }

  onClick(event) {
    const pressed = event.target.closest?.("button")
    if (!this.isThere) return
    if (this.deck.shown) this.deck.onClick(event, pressed)
    else if (pressed) this.later.expect(pressed)
  }
}

export default function ({ parentElement, data, setTriggerValue }) {
  const hands = (window[Symbol.for("featherweight.hands")] ??= new Hands())
  const draw = hands.draw(parentElement, data, setTriggerValue)
  return () => hands.leave(draw)
}
