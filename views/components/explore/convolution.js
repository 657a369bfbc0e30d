// A convolution without padding, as PyTorch computes it: each place of the map is the sum of a window's pixels times the filter's weights.

/** The map of one filter over a picture of rows of numbers, after ReLU: rows of numbers. */
export function featureMap(picture, filter, bias) {
  const side = filter.length, across = filter[0].length
  const map = []
  for (let y = 0; y + side <= picture.length; y++) {
    const row = []
    for (let x = 0; x + across <= picture[0].length; x++) {
      let sum = bias
      for (let down = 0; down < side; down++) for (let right = 0; right < across; right++) sum += picture[y + down][x + right] * filter[down][right]
      row.push(Math.max(0, sum))
    }
    map.push(row)
  }
  return map
}

/** The rows of a square picture that was written as a hex digit for each pixel. */
export function pictureOf(text) {
  const side = Math.round(Math.sqrt(text.length))
  return Array.from({ length: side }, (_, y) => Array.from(text.slice(y * side, (y + 1) * side), digit => parseInt(digit, 16) / 15))
}
