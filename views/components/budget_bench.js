const benches = new WeakMap()
const SHARES = ["sparsity", "removed"]
const WAYS = ["coded", "fast"]
/** From where to where each gauge goes; what lies beyond stands at its end. */
const RAILS = {
  bytes: { name: "File", from: 2_000, to: 2_000_000, scale: Math.log },
  accuracy: { name: "Read correctly", from: 0.8, to: 1, scale: Number },
  speed: { name: "Speed", from: 0.5, to: 16, scale: Math.log },
}

export default function (component) {
  const { parentElement, data, setTriggerValue } = component
  const bench = benches.get(parentElement) ?? started(parentElement, data)
  benches.set(parentElement, bench)
  bench.send = wanted => setTriggerValue("set", wanted)
  follow(bench, data.values)
  bench.data = data
  draw(bench)
}

function started(root, data) {
  const bench = { root, data, values: { ...data.values }, served: data.values, asked: {} }
  const format = root.querySelector("[name=format]")
  format.replaceChildren(...Object.entries(data.formats).map(([value, text]) => new Option(text, value)))
  for (const control of root.querySelectorAll("input, select")) {
    control.oninput = () => {
      bench.values[control.name] = read(control)
      draw(bench)
    }
    control.onchange = () => {
      bench.values[control.name] = bench.asked[control.name] = read(control)
      draw(bench)
      bench.send({ [control.name]: bench.values[control.name] })
    }
  }
  for (const way of WAYS) root.querySelector(`#${way} .gauges`).append(...Object.keys(RAILS).map(gauge))
  return bench
}

/** What is set elsewhere is shown here too; what was set here comes back, and the slider may have gone on by then. */
function follow(bench, values) {
  for (const [name, value] of Object.entries(values)) {
    if (value !== bench.served[name] && value !== bench.asked[name]) bench.values[name] = value
  }
  bench.served = values
}

function read(control) {
  if (control.name === "shared_values") return 2 ** Number(control.value)
  return control.type === "range" ? Number(control.value) : control.value
}

function draw(bench) {
  for (const control of bench.root.querySelectorAll("input, select")) {
    const value = bench.values[control.name], text = inWords(control.name, value)
    if (control.type === "range") {
      control.max = Math.max(Number(control.max), control.name === "shared_values" ? 0 : value)
      control.value = control.name === "shared_values" ? Math.log2(value) : value
      control.setAttribute("aria-valuetext", text)
      control.closest("label").querySelector("output").textContent = text
    } else {
      control.value = value
    }
  }
  for (const way of WAYS) drawHalf(bench, way)
}

function inWords(name, value) {
  return SHARES.includes(name) ? `${Number((100 * value).toFixed(1))} %` : String(value)
}

function drawHalf({ root, data, values }, way) {
  const half = root.querySelector(`#${way}`), found = figuresOf(data, values, way), limits = data.limits
  const good = found && limits ? kept(limits, found) : {}
  for (const gauge of half.querySelectorAll(".gauge")) drawGauge(gauge, found, limits, good[gauge.dataset.figure])
  half.querySelector(".verdict").textContent = verdict(found, limits, good)
  half.querySelector(".how").textContent = howKnown(found, data.recorded)
}

/** From a run of one's own with just these settings, else between the runs on record; null where there are neither. */
function figuresOf({ own, recorded, axes }, values, way) {
  const mine = own[way].find(one => Object.entries(one.settings).every(([name, value]) => values[name] === value))
  if (mine) return { ...mine.figures, when: mine.when }
  if (!recorded) return null
  const figures = way === "fast" ? ["bytes", "accuracy", "speed", "low", "high"] : ["bytes", "accuracy"]
  const found = between(recorded[way], axes[way], values, figures)
  // The coded file is unpacked into the whole network, whose speed it then has.
  return found && (way === "fast" ? found : { ...found, speed: 1, low: 1, high: 1 })
}

function gauge(figure) {
  const made = document.createElement("div")
  made.className = "gauge"
  made.dataset.figure = figure
  for (const [tag, className] of [["span", "name"], ["span", "value"], ["div", "rail"], ["span", "limit"]]) {
    const part = document.createElement(tag)
    part.className = className
    made.append(part)
  }
  made.querySelector(".name").textContent = RAILS[figure].name
  made.querySelector(".rail").append(document.createElement("i"), document.createElement("b"))
  return made
}

function drawGauge(gauge, found, limits, isKept) {
  const { figure } = gauge.dataset, { from, to, scale } = RAILS[figure], part = name => gauge.querySelector(name)
  const place = value => 100 * Math.min(1, Math.max(0, (scale(value) - scale(from)) / (scale(to) - scale(from))))
  const limit = limits?.[figure] ?? null, value = found?.[figure]
  gauge.classList.toggle("is-missed", isKept === false)
  gauge.classList.toggle("is-guess", !found?.when)
  part("i").style.left = figure === "bytes" || limit === null ? "0" : `${place(limit)}%`
  part("i").style.right = limit === null ? "100%" : figure === "bytes" ? `${100 - place(limit)}%` : "0"
  part("b").hidden = value === undefined
  if (value !== undefined) part("b").style.left = `${place(value)}%`
  part(".value").textContent = value === undefined ? "not known yet" : `${found.when ? "◉" : "≈"} ${figureInWords(figure, value)}`
  const mark = isKept === undefined ? "" : isKept === null ? "? " : isKept ? "✓ " : "✗ "
  part(".limit").textContent = limit === null ? "no limit" : `${mark}${figure === "bytes" ? "at most" : "at least"} ${figureInWords(figure, limit)}`
}

function figureInWords(figure, value) {
  if (figure === "bytes") return bytesInWords(value)
  return figure === "accuracy" ? `${Number((100 * value).toFixed(1))} %` : `${Number(value.toFixed(1))}× as fast`
}

function verdict(found, limits, good) {
  if (!found || !limits) return found ? "" : "Run it to know."
  const measured = Boolean(found.when), missed = Object.keys(good).filter(figure => good[figure] === false)
  if (missed.length) return `✗ ${measured ? "Misses" : "Would miss"} the budget: ${missed.map(figure => MISSED[figure]).join(", ")}.`
  if (Object.values(good).includes(null)) return "? May meet the budget: its speed is not decided."
  return measured ? "✓ Meets the budget." : "✓ Would meet the budget. Run it to prove that."
}

const MISSED = { bytes: "too large", accuracy: "too many mistakes", speed: "too slow" }

function howKnown(found, recorded) {
  if (!found) return "Nothing is on record for this network: a run measures it."
  if (found.when) return `◉ Measured in your run of ${found.when}.`
  return `≈ Estimated between runs that were recorded on ${recorded.recorded} (${recorded.cpu}); a run here measures it.`
}
