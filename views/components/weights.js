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
  drawHistogram(bench.find("histogram"), shown, bench.amount ? threshold : null)
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
  const fallen = drawFilterGrid(canvas, layer.filters, value => bench.amount > 0 && Math.abs(value) <= threshold)
  const all = layer.filters.length * side * across
  bench.find("pictures-title").textContent = `${layer.filters.length} filters of ${layer.layer}`
  const said = `The first ${side}×${across} weights of each filter: grey positive, blue negative. A crossed field becomes zero: ${grouped(fallen)} of ${grouped(all)}.`
  bench.find("filters-said").textContent = said
  canvas.setAttribute("aria-label", said)
}
