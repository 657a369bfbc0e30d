// Something to explore in a text: one slider, perhaps a choice, a picture and a few figures. Its numbers are fetched once, and after that
// every move is answered here.

const SHOWN = {
  weights: weightsKind,
  rounding: roundingKind,
  filters: filtersKind,
  calibration: calibrationKind,
  bytes: bytesKind,
  "feature-maps": featureMapsKind,
}
const ON_CANVAS = ["filters", "feature-maps"]
const ONCE_MORE_MS = 2000
const benches = new WeakMap()
const fetched = new Map()

export default function (component) {
  const { parentElement, data } = component
  const bench = benches.get(parentElement) ?? started(parentElement, data)
  benches.set(parentElement, bench)
  bench.isGone = false
  if (!bench.numbers) ask(bench, data.numbers)
  const leave = drawnToWidth(bench.find("bench"), () => draw(bench))
  return () => {
    bench.isGone = true
    leave()
  }
}

function started(root, { start }) {
  const find = id => root.querySelector(`#${id}`), kind = SHOWN[start.kind]
  const bench = { find, start, kind, numbers: null, at: 0, chosen: null }
  find("bench").setAttribute("aria-label", start.says)
  find("choice-name").textContent = kind.choice
  find(ON_CANVAS.includes(start.kind) ? "picture" : "canvas").remove()
  find("slider").oninput = event => {
    bench.at = Number(event.target.value)
    draw(bench)
  }
  find("choice").onchange = event => {
    bench.chosen = event.target.value
    setSlider(bench)
    draw(bench)
  }
  return bench
}

/** The numbers at that address, which the browser keeps; asked for again where the network fails. */
function ask(bench, address) {
  if (!fetched.has(address)) fetched.set(address, fetch(new URL(address, document.baseURI)).then(answer => (answer.ok ? answer.json() : Promise.reject(answer.status))))
  fetched.get(address).then(numbers => begin(bench, numbers), () => {
    fetched.delete(address)
    if (!bench.isGone) setTimeout(() => ask(bench, address), ONCE_MORE_MS)
  })
}

function begin(bench, numbers) {
  if (bench.numbers) return
  Object.assign(bench, { numbers, ...bench.kind.first(bench.start, numbers) })
  const choices = bench.kind.choices(numbers, bench.start)
  bench.find("choice").replaceChildren(...choices.map(([value, text]) => new Option(text, value)))
  bench.find("choice").value = bench.chosen
  bench.find("choice-field").hidden = choices.length < 2
  setSlider(bench)
  draw(bench)
}

function setSlider(bench) {
  const { name, min, max, step } = bench.kind.slider(bench), slider = bench.find("slider")
  bench.find("slider-name").textContent = name
  Object.assign(slider, { min, max, step, value: bench.at })
  bench.at = Number(slider.value)
}

function draw(bench) {
  if (!bench.numbers) return
  const { shown, figures, note } = bench.kind.show(bench)
  bench.find("shown").textContent = shown
  bench.find("slider").setAttribute("aria-valuetext", [shown, ...Object.entries(figures).map(([name, figure]) => `${name.replace(" ◉", "")} ${figure}`)].join(", "))
  bench.find("figures").replaceChildren(...Object.entries(figures).map(figurePair))
  bench.find("note").textContent = note
}
