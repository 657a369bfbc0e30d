// Filters as squares of their weights: grey positive, blue negative, crossed where they fall away.

/** Draw the filters side by side; `falls` tells of a weight, with the number of its filter, whether it falls away. Returns how many do. */
function drawFilterGrid(canvas, filters, falls) {
  const side = filters[0].length, across = filters[0][0].length, width = canvas.clientWidth || 300, gap = 8
  const columns = Math.min(filters.length, Math.max(5, Math.floor(width / 62)))
  const cell = Math.max(3, Math.min(13, Math.floor((width / columns - gap) / Math.max(side, across))))
  const context = sharpContext(canvas, width, Math.ceil(filters.length / columns) * (cell * side + gap))
  const largest = Math.max(...filters.flat(2).map(Math.abs)) || 1
  const style = getComputedStyle(canvas), ink = style.color, [, blue] = style.getPropertyValue("--st-chart-categorical-colors").split(",")
  let fallen = 0
  filters.forEach((filter, number) => {
    const left = (number % columns) * (cell * across + gap), top = Math.floor(number / columns) * (cell * side + gap)
    filter.forEach((row, y) => row.forEach((value, x) => {
      const goes = falls(value, number)
      fallen += goes
      cellAt(context, left + x * cell, top + y * cell, cell, { value: value / largest, falls: goes, ink, blue: blue || "#3F6C8F" })
    }))
  })
  return fallen
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
