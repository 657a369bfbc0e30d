const MOST_BINS = 81, LEAST_BINS = 15, HEIGHT = 170, FOOT = 34
const WHOLE = "*"
const benches = new WeakMap()

export default function (component) {
  const { parentElement, data, setTriggerValue } = component
  const root = parentElement
  const bench = benches.get(root) ?? started(root, data)
  benches.set(root, bench)
  bench.data = data
  bench.send = wanted => setTriggerValue("apply", wanted)
  follow(bench, data.run)
  fillLayers(bench)
  draw(bench)
  return drawnToWidth(bench.find("histogram"), () => draw(bench))
}

function started(root, data) {
  const find = id => root.querySelector(`#${id}`)
  const layer = data.run?.whole ? WHOLE : data.layers[0].layer, amount = data.run?.amount ?? data.amount
  const bench = { find, data, run: data.run, asked: null, single: layer, ...recalled("weights", { amount, layer }) }
  find("amount").value = 100 * bench.amount
  const choose = change => {
    set(bench, change)
    draw(bench)
  }
  find("amount").oninput = event => choose({ amount: Number(event.target.value) / 100 })
  find("layer").onchange = event => choose({ layer: event.target.value })
  find("apply").onclick = () => {
    bench.asked = { amount: bench.amount, whole: bench.layer === WHOLE }
    bench.send(bench.asked)
  }
  return bench
}

function set(bench, change) {
  Object.assign(bench, change)
  if (bench.layer !== WHOLE) bench.single = bench.layer
  remember("weights", { amount: bench.amount, layer: bench.layer })
}

/** What is changed in the form is shown here too; what the button above it has set comes back, and the slider may have gone on by then. */
function follow(bench, run) {
  const change = isSame(run, bench.asked) ? {} : whatToShow(bench, bench.run, run)
  if (run) Object.assign(bench, { run, asked: null })
  if (!Object.keys(change).length) return
  set(bench, change)
  bench.find("amount").value = 100 * bench.amount
}

/** What follows from a form that held `before` and holds `run` now: another amount leaves the layer that was chosen, and the reverse. */
function whatToShow({ layer, single }, before, run) {
  const change = {}
  if (run && run.amount !== before?.amount) change.amount = run.amount
  if (run && run.whole !== before?.whole && run.whole !== (layer === WHOLE)) change.layer = run.whole ? WHOLE : single
  return change
}

const isSame = (one, other) => Boolean(one && other) && one.whole === other.whole && Math.abs(one.amount - other.amount) < 0.0005

function fillLayers(bench) {
  const select = bench.find("layer"), names = bench.data.layers.map(layer => layer.layer)
  if (!names.includes(bench.layer) && bench.layer !== WHOLE) bench.layer = names[0]
  select.replaceChildren(new Option("the whole network", WHOLE), ...bench.data.layers.map(layerOption))
  select.value = bench.layer
}

function layerOption(layer) {
  return new Option(`${layer.layer} (${layer.shape.join("×")}, ${grouped(layer.total)} weights)`, layer.layer)
}

function draw(bench) {
  const whole = bench.layer === WHOLE, layers = bench.data.layers
  const layer = whole ? null : layers.find(one => one.layer === bench.layer)
  const threshold = whole ? commonThreshold(layers, bench.amount) : quantile(layer.magnitudes, bench.amount)
  const shown = whole ? layers : [layer]
  const percent = `${Number((100 * bench.amount).toFixed(1))} %`
  bench.find("percent").textContent = percent
  bench.find("amount").setAttribute("aria-valuetext", percent)
  say(bench, shown, whole ? "the network" : bench.layer, threshold)
  drawSwept(bench.find("reads"), bench.data.swept, {
    name: whole ? "whole network" : "each layer",
    percent: Math.round(100 * bench.amount),
    changed: bench.amount ? `with ${percent} of ${whole ? "all weights" : "each layer"} at zero, without training after it` : "with every weight in its place",
    ends: [0, 99],
  })
  drawHistogram(bench, shown, threshold)
  drawLost(bench, whole ? layers : [], threshold)
  drawFilters(bench, whole ? layers.find(one => one.filters.length) : layer, threshold)
  offerToSet(bench, `${percent}${whole ? " of all weights" : " of each layer"}`)
}

/** The button that sets the form below; where the form holds that already, it says so. */
function offerToSet(bench, what) {
  const { run, applies } = bench.data, whole = bench.layer === WHOLE
  const isSet = isSame(run, { amount: bench.amount, whole })
  bench.find("apply").textContent = isSet ? `✓ The run is set to ${what}` : `Set the run to ${what}`
  bench.find("apply").classList.toggle("is-set", isSet)
  bench.find("apply").setAttribute("aria-disabled", isSet)
  bench.find("apply").parentElement.hidden = !applies
  bench.find("set-said").textContent = isSet ? "“Run” below removes them and measures what is left." : ""
}

function say(bench, layers, where, threshold) {
  const total = layers.reduce((sum, layer) => sum + layer.total, 0)
  const left = weightsLeft(total, bench.amount)
  bench.find("said").textContent = bench.amount
    ? `${grouped(left)} of the ${grouped(total)} weights of ${where} are left: all between −${threeDigits(threshold)} and ${threeDigits(threshold)} become zero.`
    : `All ${grouped(total)} weights of ${where} are there.`
}

function drawHistogram(bench, layers, threshold) {
  const picture = bench.find("histogram"), width = picture.clientWidth || 300
  // The rarest 0.5 % of the sizes would squeeze all others into the middle.
  const reach = Math.max(commonThreshold(layers, 0.995), threshold) * 1.15 || 1
  const counts = mergedCounts(layers, -reach, reach, binsFor(layers, reach))
  const highest = Math.max(...counts, 1), tall = HEIGHT - FOOT, bar = width / counts.length
  const x = value => (width * (value + reach)) / (2 * reach)
  const path = counts.map((count, bin) => `M${(bin * bar).toFixed(2)} ${tall}v${(-(tall - 8) * count / highest).toFixed(2)}h${(bar - 0.8).toFixed(2)}V${tall}z`).join("")
  const left = x(-threshold), right = x(threshold)
  const clip = (id, rects) => {
    const made = svg("clipPath", { id })
    rects.forEach(([from, to]) => made.append(svg("rect", { x: from, y: 0, width: Math.max(0, to - from), height: tall })))
    return made
  }
  const hatch = svg("pattern", { id: "hatch", width: 5, height: 5, patternUnits: "userSpaceOnUse" })
  hatch.append(svg("path", { d: "M-1 1l2 -2M0 5l5 -5M4 6l2 -2" }))
  const none = bench.amount === 0
  const marks = none ? [] : [left, right].map(at => svg("line", { class: "threshold", x1: at, x2: at, y1: 0, y2: tall }))
  picture.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`)
  picture.setAttribute("height", HEIGHT)
  picture.setAttribute("aria-label", `How many weights have which value; between −${threeDigits(threshold)} and ${threeDigits(threshold)} they become zero.`)
  const labels = [[-reach, "start"], [0, "middle"], [reach, "end"]].map(([value, anchor]) =>
    svg("text", { x: x(value), y: tall + 15, "text-anchor": anchor }, threeDigits(value)))
  labels.push(svg("text", { x: width / 2, y: tall + 31, "text-anchor": "middle" }, `value of a weight (height: how many)${beyond(layers, reach)}`))
  const defs = svg("defs", {})
  defs.append(hatch, clip("inside", none ? [] : [[left, right]]), clip("outside", none ? [[0, width]] : [[0, left], [right, width]]))
  picture.replaceChildren(
    defs,
    svg("path", { class: "kept", d: path, "clip-path": "url(#outside)" }),
    svg("path", { class: "fallen", d: path, "clip-path": "url(#inside)" }),
    svg("path", { class: "fallen-edge", d: path, "clip-path": "url(#inside)" }),
    svg("line", { class: "axis", x1: 0, x2: width, y1: tall, y2: tall }),
    ...marks,
    ...labels,
  )
}

/** No bin narrower than the ones that were counted, or steps would be seen that are not there. */
function binsFor(layers, reach) {
  const widest = Math.max(...layers.map(layer => (layer.high - layer.low) / layer.counts.length))
  return Math.max(LEAST_BINS, Math.min(MOST_BINS, Math.floor((2 * reach) / widest)))
}

function beyond(layers, reach) {
  const total = layers.reduce((sum, layer) => sum + layer.total, 0)
  const outside = Math.round(layers.reduce((sum, layer) => sum + layer.total * (1 - shareBelow(layer.magnitudes, reach)), 0))
  return outside ? `; ${grouped(outside)} of ${grouped(total)} lie farther out` : ""
}

function drawLost(bench, layers, threshold) {
  const rows = layers.flatMap(layer => {
    const lost = bench.amount ? shareBelow(layer.magnitudes, threshold) : 0
    const name = document.createElement("span"), bar = document.createElement("i"), part = document.createElement("b"), said = document.createElement("span")
    name.textContent = layer.layer
    part.style.width = `${100 * lost}%`
    said.textContent = `${(100 * lost).toFixed(lost > 0.99 && lost < 1 ? 1 : 0)} % of ${grouped(layer.total)} go`
    bar.append(part)
    return [name, bar, said]
  })
  const place = bench.find("layers")
  place.className = rows.length ? "lost" : ""
  place.replaceChildren(...rows)
}

function drawFilters(bench, layer, common) {
  const none = !layer || !layer.filters.length
  bench.find("pictures").hidden = none
  if (none) return
  const threshold = exactThreshold(layer, bench.layer === WHOLE ? null : bench.amount) ?? common
  const canvas = bench.find("filters"), side = layer.filters[0].length, across = layer.filters[0][0].length
  const width = canvas.clientWidth || 300, gap = 8
  const columns = Math.min(layer.filters.length, Math.max(5, Math.floor(width / 62)))
  const cell = Math.max(3, Math.min(13, Math.floor((width / columns - gap) / Math.max(side, across))))
  const rows = Math.ceil(layer.filters.length / columns)
  const context = sharpContext(canvas, width, rows * (cell * side + gap))
  const largest = Math.max(...layer.filters.flat(2).map(Math.abs)) || 1
  const style = getComputedStyle(canvas), ink = style.color, [, blue] = style.getPropertyValue("--st-chart-categorical-colors").split(",")
  let fallen = 0
  layer.filters.forEach((filter, number) => {
    const left = (number % columns) * (cell * across + gap), top = Math.floor(number / columns) * (cell * side + gap)
    filter.forEach((row, y) => row.forEach((value, x) => {
      const falls = bench.amount > 0 && Math.abs(value) <= threshold
      fallen += falls
      cellAt(context, left + x * cell, top + y * cell, cell, { value: value / largest, falls, ink, blue: blue || "#3F6C8F" })
    }))
  })
  const all = layer.filters.length * side * across
  bench.find("pictures-title").textContent = `${layer.filters.length} filters of ${layer.layer}`
  const said = `The first ${side}×${across} weights of each filter: grey positive, blue negative. A crossed field becomes zero: ${grouped(fallen)} of ${grouped(all)}.`
  bench.find("filters-said").textContent = said
  canvas.setAttribute("aria-label", said)
}

function cellAt(context, left, top, side, { value, falls, ink, blue }) {
  context.globalAlpha = falls ? 0.12 : 0.1 + 0.9 * Math.abs(value)
  context.fillStyle = value < 0 ? blue : ink
  context.fillRect(left, top, side - 0.6, side - 0.6)
  context.globalAlpha = falls ? 0.75 : 1
  if (!falls) return
  context.strokeStyle = ink
  context.lineWidth = 0.8
  context.beginPath()
  context.moveTo(left + 1, top + 1)
  context.lineTo(left + side - 1.6, top + side - 1.6)
  if (side > 6) {
    context.moveTo(left + side - 1.6, top + 1)
    context.lineTo(left + 1, top + side - 1.6)
  }
  context.stroke()
}
