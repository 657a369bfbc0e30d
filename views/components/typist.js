const REST_MS = 350, LONGEST_MS = 900 // what is typed is sent once the hand rests, and at the latest after this long
const LEFT_MS = 400 // after a field was left: whatever was pressed goes first
const ANSWER_MS = 2500 // what was not heard by then is sent again: the line was cut, or the server started again
const CONNECTED = '[data-testid="stApp"][data-test-connection-state="CONNECTED"]'
const typists = new WeakMap()

/**
 * Tells the server what stands in some of Streamlit's own fields while somebody types: those send it only when they are left.
 * `fields` maps a name to the key of a field; all of them are sent whole each time, so of two messages only the later one has to arrive.
 * Nothing of the page is touched, nor is it drawn anew: the element that hears of it stands in a fragment of its own.
 */
class Typist {
  constructor() {
    Object.assign(this, { draws: 0, number: Date.now(), place: null, since: null, timer: null, waiting: null })
    this.onInput = event => { if (this.isOurs(event.target)) this.later() }
    this.onLeave = event => { if (this.timer && this.isOurs(event.target)) this.wait(LEFT_MS) }
    this.onHide = () => { if (this.timer) this.tell() }
    this.onKey = event => this.onEnter(event)
    document.addEventListener("input", this.onInput, true)
    document.addEventListener("keydown", this.onKey, true)
    document.addEventListener("focusout", this.onLeave, true)
    addEventListener("pagehide", this.onHide)
  }

  draw(data, send) {
    if (data.place !== this.place) this.rest()
    Object.assign(this, { place: data.place, fields: data.fields, enter: data.enter, send })
    if (data.heard >= this.number) clearTimeout(this.waiting)
    this.draws += 1
    return this.draws
  }

  leave(draw) {
    if (draw !== this.draws) return // a later draw has taken over
    this.rest()
    document.removeEventListener("input", this.onInput, true)
    document.removeEventListener("keydown", this.onKey, true)
    document.removeEventListener("focusout", this.onLeave, true)
    removeEventListener("pagehide", this.onHide)
    return true
  }

  rest() {
    clearTimeout(this.timer)
    clearTimeout(this.waiting)
    this.timer = this.since = null
  }

  isOurs(target) {
    return Object.values(this.fields).some(key => target.closest?.(`.st-key-${CSS.escape(key)}`))
  }

  /** Enter goes to the next field that is empty, then to where one hands in: `enter`, or by Streamlit's own way. */
  onEnter(event) {
    if (event.key !== "Enter" || event.isComposing || event.target.tagName !== "INPUT" || !this.isOurs(event.target)) return
    const empty = this.inputs().find(field => field !== event.target && !field.value.trim())
    const next = event.target.value.trim() && empty || this.enter && document.querySelector(`.st-key-${CSS.escape(this.enter)} button:enabled`)
    if (!next) return
    event.preventDefault()
    event.stopImmediatePropagation()
    next.focus()
  }

  inputs() {
    return Object.values(this.fields).map(inputOf).filter(Boolean)
  }

  later() {
    this.since ??= performance.now()
    this.wait(Math.max(0, Math.min(REST_MS, this.since + LONGEST_MS - performance.now())))
  }

  wait(ms) {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.tell(), ms)
  }

  tell() {
    this.rest()
    const texts = {}
    for (const [name, key] of Object.entries(this.fields)) {
      const field = inputOf(key)
      if (field) texts[name] = field.value
    }
    if (!Object.keys(texts).length) return // it was handed in meanwhile
    this.number += 1
    if (document.querySelector(CONNECTED)) this.send({ place: this.place, number: this.number, texts })
    this.waiting = setTimeout(() => this.tell(), ANSWER_MS)
  }
}

const inputOf = key => document.querySelector(`.st-key-${CSS.escape(key)} :is(input, textarea)`)

export default function ({ parentElement, data, setTriggerValue }) {
  if (!typists.has(parentElement)) typists.set(parentElement, new Typist())
  const typist = typists.get(parentElement)
  const draw = typist.draw(data, value => setTriggerValue("typed", value))
  return () => { if (typist.leave(draw)) typists.delete(parentElement) }
}
