const REST_MS = 350, LONGEST_MS = 900 // what is typed is sent once the hand rests, and at the latest after this long
const LEFT_MS = 400 // after a field was left: whatever was pressed goes first
const ANSWER_MS = 2500 // what was not heard by then is sent again: the line was cut, or the server started again
const UNHEARD = "typed" // under which name this tab keeps what the server has not heard yet
const TRIES = 300 // frames until a field of this place is there
const typists = new WeakMap()

/**
 * Tells the server what stands in some of Streamlit's own fields while somebody types: those send it only when they are left.
 * `fields` maps a name to the key of a field; all of them are sent whole each time, so of two messages only the later one has to arrive.
 * Nothing of the page is drawn anew: the element that hears of it stands in a fragment of its own. Where somebody refreshed the page or
 * went Back before the last letters were heard, they are put back into their fields.
 */
class Typist {
  constructor() {
    Object.assign(this, { draws: 0, number: Date.now(), place: null, since: null, timer: null, waiting: null })
    this.onInput = event => { if (this.isOurs(event.target)) this.onTyped() }
    this.onLeave = event => { if (this.timer && this.isOurs(event.target)) this.wait(LEFT_MS) }
    this.onHide = () => { if (this.timer) this.tell() }
    this.onKey = event => this.onEnter(event)
    document.addEventListener("input", this.onInput, true)
    document.addEventListener("keydown", this.onKey, true)
    document.addEventListener("focusout", this.onLeave, true)
    addEventListener("pagehide", this.onHide)
  }

  draw(data, send) {
    const isNew = data.place !== this.place
    if (isNew) this.rest()
    Object.assign(this, { place: data.place, fields: data.fields, enter: data.enter, send })
    if (isNew) this.putBack()
    if (data.heard >= this.number) {
      clearTimeout(this.waiting)
      if (!this.timer) remember(UNHEARD, {})
    }
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
    return Object.values(this.fields).some(key => target.closest?.(keyed(key)))
  }

  /** Enter goes to the next field that is empty, then to where one hands in: `enter`, or by Streamlit's own way. */
  onEnter(event) {
    if (event.key !== "Enter" || event.isComposing || event.target.tagName !== "INPUT" || !this.isOurs(event.target)) return
    const empty = this.inputs().find(field => field !== event.target && !field.value.trim())
    const next = event.target.value.trim() && empty || this.enter && document.querySelector(`${keyed(this.enter)} button:enabled`)
    if (!next) return
    event.preventDefault()
    event.stopImmediatePropagation()
    next.focus()
  }

  inputs() {
    return Object.values(this.fields).map(inputOf).filter(Boolean)
  }

  onTyped() {
    remember(UNHEARD, { place: this.place, texts: this.texts() })
    this.later()
  }

  putBack(tries = TRIES) {
    const { place, texts } = recalled(UNHEARD, {})
    if (place !== this.place) return
    const fields = Object.entries(texts).map(([name, text]) => ({ field: inputOf(this.fields[name]), text }))
    if (fields.every(({ field }) => field)) fields.forEach(({ field, text }) => type(field, text))
    else if (tries) requestAnimationFrame(() => this.putBack(tries - 1))
  }

  texts() {
    const found = Object.entries(this.fields).map(([name, key]) => [name, inputOf(key)?.value])
    return Object.fromEntries(found.filter(([, text]) => text !== undefined))
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
    const texts = this.texts()
    if (!Object.keys(texts).length) return // it was handed in meanwhile
    this.number += 1
    if (document.querySelector(CONNECTED)) this.send({ place: this.place, number: this.number, texts })
    this.waiting = setTimeout(() => this.tell(), ANSWER_MS)
  }
}

const inputOf = key => document.querySelector(`${keyed(key)} :is(input, textarea)`)

/** As if somebody had typed it and left the field: React hears of a value only by the element's own setter. */
function type(field, text) {
  if (field.value === text) return
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, text)
  field.dispatchEvent(new Event("input", { bubbles: true }))
  if (document.activeElement !== field) field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }))
}

export default function ({ parentElement, data, setTriggerValue }) {
  if (!typists.has(parentElement)) typists.set(parentElement, new Typist())
  const typist = typists.get(parentElement)
  const draw = typist.draw(data, value => setTriggerValue("typed", value))
  return () => { if (typist.leave(draw)) typists.delete(parentElement) }
}
