// Where a budget of bytes goes: a row for each layer, one behind the other, or for each format, all from the left.

const FORMATS = [[32, "float32"], [16, "float16"], [8, "int8"], [4, "4 bits"], [2, "2 bits"]]
const BIAS_BYTES = 4, ROW = 34, BAR = 16, ROWS_TOP = 4

const bytesKind = {
  choice: "Bits a weight",
  choices: (numbers, start) => (start.by === "layer" ? FORMATS.map(([bits, name]) => [String(bits), bits < 8 ? name : `${name}, ${bits} bits`]) : []),
  slider: ({ numbers }) => {
    const most = bytesOf(numbers.layers, 32) / 1000, step = most > 500 ? 10 : 5
    return { name: "Budget", min: step, max: step * Math.ceil(most / step), step }
  },
  first: start => ({ at: start.kb, chosen: String(start.bits) }),
  show({ numbers, at, chosen, find, start }) {
    const budget = 1000 * at, bits = Number(chosen), whole = bytesOf(numbers.layers, 32)
    const rows = start.by === "layer" ? layerRows(numbers.layers, bits) : formatRows(numbers.layers)
    drawRows(find("picture"), rows, { budget, most: whole })
    const fits = rows.filter(row => row.to <= budget), total = bytesOf(numbers.layers, bits)
    const best = fits[0]?.format ?? null, measured = start.by === "layer" ? bits : best
    const figures = start.by === "layer"
      ? { "all layers": kilobytes(total), [total > budget ? "too much" : "left over"]: kilobytes(Math.abs(budget - total)) }
      : { "most bits that fit": best === null ? "none" : rows.find(row => row.format === best).name, "they take": best === null ? "–" : kilobytes(fits[0].to) }
    return {
      shown: `${grouped(at)} kB`,
      figures: { ...figures, [MEASURED]: measured === null ? "–" : ofPictures(numbers.correct.formats[measured], numbers) },
      note: `Weights at that many bits and biases at 32, without a file around them. Hatched: over the budget. ${howMeasured(numbers)}`,
    }
  },
}

/** Bytes of these layers with that many bits a weight. */
export function bytesOf(layers, bits) {
  return layers.reduce((sum, layer) => sum + (layer.total * bits) / 8 + BIAS_BYTES * layer.biases, 0)
}

function layerRows(layers, bits) {
  let from = 0
  return layers.map(layer => {
    const row = { name: layer.layer, from, to: from + bytesOf([layer], bits) }
    from = row.to
    return row
  })
}

function formatRows(layers) {
  return FORMATS.map(([bits, name]) => ({ name, format: bits, from: 0, to: bytesOf(layers, bits) }))
}

function kilobytes(bytes) {
  return `${bytes < 10_000 ? (bytes / 1000).toFixed(1) : grouped(bytes / 1000)} kB`
}

function drawRows(picture, rows, { budget, most }) {
  const width = picture.clientWidth || 300, height = ROWS_TOP + rows.length * ROW, x = bytes => (width * bytes) / most
  const made = rows.flatMap(({ name, from, to }, number) => {
    const y = ROWS_TOP + number * ROW, split = Math.min(Math.max(budget, from), to)
    const bar = (kind, start, end) => svg("rect", { class: kind, x: x(start), y: y + 14, width: Math.max(0.5, x(end) - x(start)), height: BAR })
    const over = split < to ? [bar("over", split, to), bar("over-edge", split, to)] : []
    return [svg("text", { x: 0, y: y + 10 }, `${name}: ${kilobytes(to - from)}`), ...(split > from ? [bar("row", from, split)] : []), ...over]
  })
  picture.setAttribute("viewBox", `0 0 ${width} ${height}`)
  picture.setAttribute("height", height)
  picture.setAttribute("aria-label", rows.map(({ name, from, to }) => `${name} ${kilobytes(to - from)}`).join(", "))
  const line = svg("line", { class: "budget", x1: x(budget), x2: x(budget), y1: 0, y2: height })
  picture.replaceChildren(hatching(), ...made, line)
}
