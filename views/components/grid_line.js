// Numbers on a line, and the grid of few values below it that each of them moves to.

const TOP = 14, TICK = 16, DROP = 96, LINE_HEIGHT = 184

/** `values` lie between `from` and `to`; `grid` is one of rounding.js. */
function drawLine(picture, { values, from, to }, grid) {
  const width = picture.clientWidth || 300, edge = 8, span = to - from || 1
  const x = value => edge + ((width - 2 * edge) * (value - from)) / span
  const foot = TOP + TICK + DROP
  const paths = { real: "", moves: "", clipped: "", "clipped-moves": "" }
  for (const value of values) {
    const place = placed(grid, value), start = x(value).toFixed(1), end = x(place.value).toFixed(1)
    const move = `M${start} ${TOP + TICK}L${end} ${foot}`
    if (place.clipped) {
      paths.clipped += `M${start - 4} ${TOP + 4}l8 8m0 -8l-8 8`
      paths["clipped-moves"] += move
    } else {
      paths.real += `M${start} ${TOP}v${TICK}`
      paths.moves += move
    }
  }
  let ticks = ""
  for (let integer = grid.first; integer <= grid.last; integer++) ticks += `M${x(valueOf(grid, integer)).toFixed(1)} ${foot}v10`
  const zero = x(0), ends = [valueOf(grid, grid.first), valueOf(grid, grid.last)]
  picture.setAttribute("viewBox", `0 0 ${width} ${LINE_HEIGHT}`)
  picture.setAttribute("height", LINE_HEIGHT)
  picture.setAttribute("aria-label", `${values.length} numbers from ${threeDigits(from)} to ${threeDigits(to)}, and the ${grid.last - grid.first + 1} values that they are rounded to.`)
  picture.replaceChildren(
    svg("line", { class: "axis", x1: 0, x2: width, y1: foot, y2: foot }),
    ...ends.map(end => svg("line", { class: "edge", x1: x(end), x2: x(end), y1: TOP, y2: foot })),
    ...Object.entries(paths).filter(([, d]) => d).map(([name, d]) => svg("path", { class: name, d })),
    svg("path", { class: "grid", d: ticks, "stroke-width": Math.min(1.6, Math.abs(x(grid.scale) - zero) / 2.5) }),
    svg("path", { class: "zero", d: `M${zero} ${foot + 12}l5 8h-10z` }),
    ...labels(grid, x, foot, width),
  )
}

function labels(grid, x, foot, width) {
  const zero = x(0), ends = [grid.first, grid.last].filter(integer => Math.abs(x(valueOf(grid, integer)) - zero) > 30)
  const texts = ends.map(integer => {
    const at = x(valueOf(grid, integer)), anchor = at < 60 ? "start" : at > width - 60 ? "end" : "middle"
    return svg("text", { x: at, y: foot + 24, "text-anchor": anchor }, String(integer).replace("-", "−"))
  })
  const anchor = zero < 90 ? "start" : zero > width - 90 ? "end" : "middle"
  texts.push(svg("text", { x: zero, y: foot + 40, "text-anchor": anchor }, `zero point ${grid.zeroPoint} stands for 0`))
  return texts
}
