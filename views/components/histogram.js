// The weights of layers as a histogram, and what a threshold takes from them.

const MOST_BINS = 81, LEAST_BINS = 15, HISTOGRAM_HEIGHT = 170, HISTOGRAM_FOOT = 34

/** The weights of these layers by their value; those between minus and plus the threshold become zero, and none where it is null. */
function drawHistogram(picture, layers, threshold) {
  const width = picture.clientWidth || 300, none = threshold === null
  // The rarest 0.5 % of the sizes would squeeze all others into the middle.
  const reach = Math.max(commonThreshold(layers, 0.995), threshold ?? 0) * 1.15 || 1
  const counts = mergedCounts(layers, -reach, reach, binsFor(layers, reach))
  const highest = Math.max(...counts, 1), tall = HISTOGRAM_HEIGHT - HISTOGRAM_FOOT, bar = width / counts.length
  const x = value => (width * (value + reach)) / (2 * reach)
  const path = counts.map((count, bin) => `M${(bin * bar).toFixed(2)} ${tall}v${(-(tall - 8) * count / highest).toFixed(2)}h${(bar - 0.8).toFixed(2)}V${tall}z`).join("")
  const left = x(-(threshold ?? 0)), right = x(threshold ?? 0)
  const clip = (id, rects) => {
    const made = svg("clipPath", { id })
    rects.forEach(([from, to]) => made.append(svg("rect", { x: from, y: 0, width: Math.max(0, to - from), height: tall })))
    return made
  }
  const marks = none ? [] : [left, right].map(at => svg("line", { class: "threshold", x1: at, x2: at, y1: 0, y2: tall }))
  picture.setAttribute("viewBox", `0 0 ${width} ${HISTOGRAM_HEIGHT}`)
  picture.setAttribute("height", HISTOGRAM_HEIGHT)
  picture.setAttribute("aria-label", `How many weights have which value${none ? "" : `; between −${threeDigits(threshold)} and ${threeDigits(threshold)} they become zero`}.`)
  const labels = [[-reach, "start"], [0, "middle"], [reach, "end"]].map(([value, anchor]) =>
    svg("text", { x: x(value), y: tall + 15, "text-anchor": anchor }, threeDigits(value)))
  labels.push(svg("text", { x: width / 2, y: tall + 31, "text-anchor": "middle" }, `value of a weight (height: how many)${beyond(layers, reach)}`))
  const defs = svg("defs", {})
  defs.append(hatching(), clip("inside", none ? [] : [[left, right]]), clip("outside", none ? [[0, width]] : [[0, left], [right, width]]))
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
