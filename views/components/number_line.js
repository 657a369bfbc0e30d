const benches = new WeakMap()

export default function (component) {
  const { parentElement, data } = component
  const bench = benches.get(parentElement) ?? started(parentElement, data)
  benches.set(parentElement, bench)
  bench.data = data
  const select = bench.find("layer"), names = data.layers.map(layer => layer.layer)
  if (!names.includes(bench.layer)) bench.layer = names[0]
  select.replaceChildren(...data.layers.map(layer => new Option(`${layer.layer} (${layer.shape.join("×")})`, layer.layer)))
  select.value = bench.layer
  draw(bench)
  return drawnToWidth(bench.find("line"), () => draw(bench))
}

function started(root, data) {
  const find = id => root.querySelector(`#${id}`)
  const first = { layer: data.layers[0].layer, kind: "weights", bits: 4, share: 1 }
  const bench = { find, data, ...recalled("number-line", first) }
  const on = (id, event, change) => {
    find(id)[event] = happened => {
      change(happened.target.value)
      const { layer, kind, bits, share } = bench
      remember("number-line", { layer, kind, bits, share })
      draw(bench)
    }
  }
  for (const [id, value] of [["kinds", bench.kind], ["bits", bench.bits]]) {
    for (const input of find(id).querySelectorAll("input")) input.checked = input.value === String(value)
  }
  find("range").value = 100 * bench.share
  on("layer", "onchange", value => (bench.layer = value))
  on("kinds", "onchange", value => (bench.kind = value))
  on("bits", "onchange", value => (bench.bits = Number(value)))
  on("range", "oninput", value => (bench.share = Number(value) / 100))
  return bench
}

/** The numbers that are shown, their limits, and the grid for a share of the range. */
function shown(bench) {
  const layer = bench.data.layers.find(one => one.layer === bench.layer), weights = bench.kind === "weights"
  const [low, high] = weights ? [layer.low, layer.high] : [layer.activation_low, layer.activation_high]
  const makeGrid = weights ? symmetricGrid : asymmetricGrid
  const largest = Math.max(Math.abs(low), Math.abs(high))
  return {
    weights,
    values: weights ? layer.sample : layer.activations,
    from: weights ? -largest : Math.min(low, 0),
    to: weights ? largest : Math.max(high, 0),
    gridOf: share => makeGrid(share * low, share * high, bench.bits),
  }
}

function draw(bench) {
  const numbers = shown(bench), grid = numbers.gridOf(bench.share), errors = roundingErrors(grid, numbers.values)
  const percent = `${Math.round(100 * bench.share)} %`
  bench.find("percent").textContent = percent
  bench.find("range").setAttribute("aria-valuetext", percent)
  say(bench, numbers, grid, errors)
  drawSwept(bench.find("reads"), bench.data.swept, {
    name: `${bench.kind}, ${bench.bits} bits`,
    percent: Math.round(100 * bench.share),
    changed: `with the ${bench.kind} of every layer on such a grid, ${bench.bits} bits each, over ${percent} of the range`,
    ends: [5, 100],
  })
  drawLine(bench.find("line"), numbers, grid)
}

function say(bench, { values, weights, gridOf }, grid, errors) {
  const count = grid.last - grid.first + 1, what = weights ? "weights" : "activations"
  bench.find("said").textContent =
    `${count} values, ${threeDigits(grid.scale)} apart. ` +
    (errors.clipped ? `${errors.clipped} of ${values.length} ${what} lie outside and are clipped.` : `None of the ${values.length} ${what} is clipped.`)
  const figures = {
    "scale (one step)": threeDigits(grid.scale),
    "zero point": String(grid.zeroPoint),
    "largest rounding error": threeDigits(errors.largest),
    clipped: `${errors.clipped} of ${values.length}`,
    "mean squared error": threeDigits(errors.meanSquare),
  }
  bench.find("figures").replaceChildren(...Object.entries(figures).map(figurePair))
  const best = Math.round(100 * bestRange(gridOf, values))
  const made = weights
    ? "Weights: scale = largest size ÷ (2ᵇ⁻¹ − 1), one for the whole layer; zero stays zero."
    : "Activations, seen on the calibration pictures: scale = (highest − lowest) ÷ (2ᵇ − 1); the zero point is the integer that stands for 0."
  bench.find("how").textContent = `${made} Of these ${values.length} numbers the mean squared error is smallest when the grid covers ${best} % of the range.`
}
