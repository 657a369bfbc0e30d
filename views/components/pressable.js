// What can be pressed on a page or typed in, what lies over it, and what has the focus: for whoever listens to keys and clicks.
const FIELD = "input, textarea, select, [contenteditable]:not([contenteditable=false])"
const NATIVE = "button, a[href], summary"
const PRESSABLE = `${NATIVE}, [role=button], [role=radio], [role=checkbox], [role=switch], [role=tab], [role=option], [role^=menuitem], [role=slider], [role=gridcell]`
const OPEN_LAYER = `${POPOVER}, ${DIALOG}`
const LAYER = `${OPEN_LAYER}, [role=menu], [role=listbox], [role=grid], canvas`
const SHORTCUTS = { " ": "Space", s: "S", n: "N" }

const shortcutOf = event => SHORTCUTS[event.key.toLowerCase()] ?? (/^[1-9]$/.test(event.key) ? event.key : null)
const isLayerOpen = () => [...document.querySelectorAll(OPEN_LAYER)].some(layer => layer.checkVisibility())
const isRating = key => /^[1-4]$/.test(key)
const buttonIn = key => `.${CSS.escape(key)} button`

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
  let element = document.activeElement
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
  return element
}

const isTyping = () => Boolean(focused()?.closest?.(FIELD))

function stop(event) {
  event.preventDefault()
  event.stopImmediatePropagation()
}
