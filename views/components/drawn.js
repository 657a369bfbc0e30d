// Small helps for drawing.

/** An SVG element with the given attributes and, where there is one, a text. */
export function svg(name, attributes, text) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  if (text !== undefined) element.textContent = text
  return element
}

/** Call draw() now and whenever the element's width changes; returns what ends that. */
export function drawnToWidth(element, draw) {
  let width = 0
  const observer = new ResizeObserver(() => {
    if (element.clientWidth !== width) {
      width = element.clientWidth
      draw()
    }
  })
  observer.observe(element)
  return () => observer.disconnect()
}

/** A canvas sized in CSS pixels, sharp on any screen: its context, with the origin at the top left. */
export function sharpContext(canvas, width, height) {
  const ratio = globalThis.devicePixelRatio || 1
  canvas.width = Math.round(width * ratio)
  canvas.height = Math.round(height * ratio)
  canvas.style.height = `${height}px`
  const context = canvas.getContext("2d")
  context.scale(ratio, ratio)
  return context
}

/** 12345 as "12,345". */
export function grouped(number) {
  return Math.round(number).toLocaleString("en-US")
}

/** A number with three digits that matter: 0.0213, 1.25, 3.1 × 10⁻⁷. */
export function threeDigits(number) {
  if (number === 0) return "0"
  if (Math.abs(number) >= 0.0005) return String(Number(number.toPrecision(3))).replace("-", "−")
  const [digits, exponent] = number.toExponential(1).split("e")
  const raised = [...String(Math.abs(Number(exponent)))].map(digit => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]).join("")
  return `${digits} × 10⁻${raised}`.replace(/^-/, "−")
}

/** The fill of what falls away or is too much, for `url(#hatch)`. */
export function hatching() {
  const hatch = svg("pattern", { id: "hatch", width: 5, height: 5, patternUnits: "userSpaceOnUse" })
  hatch.append(svg("path", { d: "M-1 1l2 -2M0 5l5 -5M4 6l2 -2" }))
  return hatch
}

/** A figure with its name, for a <dl>. */
export function figurePair([name, figure]) {
  const pair = document.createElement("div"), term = document.createElement("dt"), value = document.createElement("dd")
  term.textContent = name
  value.textContent = figure
  pair.append(term, value)
  return pair
}
