// What a trained network still reads at the places of a slider. All of it was measured before; a move only looks it up.
const CURVE_HEIGHT = 76, CURVE_FOOT = 18, CURVE_EDGE = 6

/** Of the measured places that one nearest to the slider; of two that are equally near the one before it. */
export function nearestPlace(places, percent) {
  return places.reduce((best, place) => (Math.abs(place.percent - percent) < Math.abs(best.percent - percent) ? place : best))
}

/** 0.964 as "96.4 %". */
export function sharePercent(share) {
  return `${(100 * share).toFixed(1)} %`
}

/**
 * Show in `host` what is read with the slider at `percent` of the way `name`; `changed` says in words what is done to the network there.
 * Without figures it shows that they are being measured, or, where none will come, nothing.
 */
export function drawSwept(host, swept, { name, percent, changed, ends }) {
  host.hidden = !swept
  if (!swept) return
  if (host.swept !== `${swept.network} ${swept.measured}`) build(host, swept)
  host.classList.toggle("is-waiting", !swept.ways)
  if (!swept.ways) return
  const places = swept.ways[name], place = nearestPlace(places, percent), { parts } = host
  parts.share.textContent = sharePercent(place.correct / swept.images)
  parts.said.textContent = `correct ${changed}`
  parts.how.textContent =
    `◉ ${grouped(place.correct)} of ${grouped(swept.images)} test pictures, measured here before you moved the slider, ${swept.measured}` +
    (place.percent === percent ? "." : `; at ${place.percent} %, the nearest place.`)
  swept.pictures.forEach(({ label }, number) => {
    const read = place.reads[number], wrong = read !== label, item = parts.pictures[number]
    item.classList.toggle("is-wrong", wrong)
    item.lastChild.textContent = `${wrong ? "✗" : "✓"} ${swept.classes[read]}`
  })
  drawCurve(host, swept, { name, places, place, percent, ends })
}

function build(host, swept) {
  const make = (tag, className) => {
    const made = document.createElement(tag)
    made.className = className
    return made
  }
  const line = make("p", "share-line"), share = make("b", "share"), said = make("span", "")
  line.setAttribute("aria-live", "polite")
  line.append(share, " ", said)
  const curve = svg("svg", { class: "curve", role: "img" }), how = make("p", "soft how-read"), list = make("ol", "held")
  list.setAttribute("aria-label", "Test pictures and what the network reads in each")
  const pictures = (swept.pictures ?? []).map(({ label, png }) => {
    const item = make("li", ""), picture = make("img", ""), read = make("span", "")
    picture.src = `data:image/png;base64,${png}`
    picture.alt = `a picture of ${swept.classes[label]}:`
    item.append(picture, read)
    return item
  })
  host.classList.toggle("has-long-names", swept.classes.some(name => name.length > 3))
  list.append(...pictures)
  const waiting = make("p", "soft waiting")
  waiting.textContent = "This machine reads the test pictures at the places of the slider, once. Then you see here what each move costs."
  host.replaceChildren(line, curve, list, how, waiting)
  Object.assign(host, { swept: `${swept.network} ${swept.measured}`, parts: { share, said, curve, how, pictures }, curveOf: null })
}

/** The whole fall as a line, and where the slider stands on it; the line is drawn anew only where it is another one. */
function drawCurve(host, swept, { name, places, place, percent, ends: [first, last] }) {
  const picture = host.parts.curve, width = picture.clientWidth || 300, tall = CURVE_HEIGHT - CURVE_FOOT
  const x = at => CURVE_EDGE + ((width - 2 * CURVE_EDGE) * (at - first)) / (last - first)
  const y = correct => CURVE_EDGE + (tall - CURVE_EDGE) * (1 - correct / swept.images)
  if (host.curveOf !== `${name} ${width}`) {
    host.curveOf = `${name} ${width}`
    picture.setAttribute("viewBox", `0 0 ${width} ${CURVE_HEIGHT}`)
    picture.setAttribute("height", CURVE_HEIGHT)
    picture.replaceChildren(
      svg("line", { class: "axis", x1: 0, x2: width, y1: tall, y2: tall }),
      svg("path", { class: "fall", d: `M${places.map(({ percent: at, correct }) => `${x(at).toFixed(1)} ${y(correct).toFixed(1)}`).join("L")}` }),
      svg("line", { class: "here", y1: 0, y2: tall }),
      svg("circle", { class: "dot", r: 5 }),
      svg("text", { x: 0, y: tall + 14, "text-anchor": "start" }, `${first} %`),
      svg("text", { x: width, y: tall + 14, "text-anchor": "end" }, `${last} %`),
    )
  }
  const here = picture.querySelector(".here"), dot = picture.querySelector(".dot")
  for (const end of ["x1", "x2"]) here.setAttribute(end, x(percent))
  dot.setAttribute("cx", x(percent))
  dot.setAttribute("cy", y(place.correct))
  const best = Math.max(...places.map(({ correct }) => correct)), worst = Math.min(...places.map(({ correct }) => correct))
  picture.setAttribute(
    "aria-label",
    `The share that is read correctly, from ${first} % to ${last} % on the slider: between ${sharePercent(worst / swept.images)} and ${sharePercent(best / swept.images)}.`,
  )
}
