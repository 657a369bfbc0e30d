// A picture, a filter of the first convolution, and the map that it answers with.

const MAP_TITLE = 18, MAP_GAP = 14, LARGEST_PIXEL = 6, FILTER_PIXEL = 2

const featureMapsKind = {
  choice: "Picture",
  choices: numbers => mapsOf(numbers).classes.map((name, place) => [String(place), `a ${name}`.replace("a 8", "an 8")]),
  slider: ({ numbers }) => ({ name: "Filter", min: 1, max: mapsOf(numbers).filters.length, step: 1 }),
  first: start => ({ at: start.filter, chosen: String(start.picture) }),
  show(bench) {
    const { numbers, at, chosen, find } = bench, { filters } = mapsOf(numbers)
    const picture = pictureOf(mapsOf(numbers).pictures[chosen]), maps = mapsFor(bench, picture), map = maps[at - 1]
    const most = Math.max(...maps.flat(2)), largest = Math.max(...map.flat()), zero = map.flat().filter(value => value === 0).length
    const places = map.length * map[0].length, layer = Object.keys(numbers.maps)[0]
    drawConvolution(find("canvas"), [{ rows: picture, most: 1, title: "picture" }, { rows: filters[at - 1], most: Math.max(...filters.flat(2).map(Math.abs)), title: "filter", pixel: FILTER_PIXEL }, { rows: map, most, title: "its map" }])
    find("canvas").setAttribute("aria-label", `The picture, filter ${at} of ${layer}, and the map that it answers with: dark where it answers most.`)
    return {
      shown: `${at} of ${filters.length}`,
      figures: {
        "largest answer": threeDigits(largest),
        "zero after ReLU": `${Math.round((100 * zero) / places)} % of the map`,
        multiplications: grouped(places * filters[0].flat().length),
      },
      note: `Computed here from the weights of ${layer}. All maps of a picture have one scale of grey: the darker, the larger. In the filter blue is negative.`,
    }
  },
}

function mapsOf(numbers) {
  return Object.values(numbers.maps)[0]
}

/** The maps of all filters over the picture, computed once for each picture. */
function mapsFor(bench, picture) {
  bench.maps ??= {}
  const { filters, biases } = mapsOf(bench.numbers)
  return (bench.maps[bench.chosen] ??= filters.map((filter, number) => featureMap(picture, filter, biases[number])))
}

function drawConvolution(canvas, pictures) {
  const width = canvas.clientWidth || 300
  const units = pictures.reduce((sum, { rows, pixel = 1 }) => sum + pixel * rows[0].length, 0)
  const unit = Math.max(1, Math.min(LARGEST_PIXEL, Math.floor((width - MAP_GAP * (pictures.length - 1)) / units)))
  const tallest = Math.max(...pictures.map(({ rows, pixel = 1 }) => rows.length * pixel * unit))
  const context = sharpContext(canvas, width, tallest + MAP_TITLE)
  const style = getComputedStyle(canvas), ink = style.color, [, blue] = style.getPropertyValue("--st-chart-categorical-colors").split(",")
  let left = 0
  context.font = `12px ${style.fontFamily}`
  for (const { rows, most, title, pixel = 1 } of pictures) {
    const side = pixel * unit, top = MAP_TITLE + (tallest - rows.length * side) / 2
    context.globalAlpha = 1
    context.fillStyle = ink
    context.fillText(title, left, MAP_TITLE - 7)
    context.globalAlpha = 0.25
    context.strokeStyle = ink
    context.strokeRect(left + 0.5, top + 0.5, rows[0].length * side - 1, rows.length * side - 1)
    rows.forEach((row, y) => row.forEach((value, x) => {
      if (value === 0) return
      context.globalAlpha = Math.abs(value) / most
      context.fillStyle = value < 0 ? blue || "#3F6C8F" : ink
      context.fillRect(left + x * side, top + y * side, side, side)
    }))
    left += rows[0].length * side + MAP_GAP
  }
}
