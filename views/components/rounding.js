// How real numbers are brought on a grid of integers. The formulas are those of LiteRT's 8-bit specification, for any number of bits:
// weights symmetrically, scale = max|w| / (2^(b-1) - 1), zero point 0; activations asymmetrically, scale = (high - low) / (2^b - 1).

/** The grid for weights: integers from -(2^(b-1) - 1) to 2^(b-1) - 1, with zero in the middle. */
export function symmetricGrid(low, high, bits) {
  const last = 2 ** (bits - 1) - 1
  const largest = Math.max(Math.abs(low), Math.abs(high))
  return { scale: largest / last || 1, zeroPoint: 0, first: -last, last }
}

/** The grid for activations: integers from 0 to 2^b - 1; the range is widened to hold 0, which must be exact. */
export function asymmetricGrid(low, high, bits) {
  const from = Math.min(low, 0), to = Math.max(high, 0), last = 2 ** bits - 1
  const scale = (to - from) / last || 1
  return { scale, zeroPoint: Math.round(-from / scale), first: 0, last }
}

/** The number that the integer stands for. */
export function valueOf(grid, integer) {
  return grid.scale * (integer - grid.zeroPoint)
}

/** Where a number lands: its integer, the value of that, and whether it lay outside the grid. */
export function placed(grid, value) {
  const wanted = Math.round(value / grid.scale) + grid.zeroPoint
  const integer = Math.min(grid.last, Math.max(grid.first, wanted))
  return { integer, value: valueOf(grid, integer), clipped: integer !== wanted }
}

/** What the grid does to the values: how many are clipped, the largest error of those that are not, and the mean squared error of all. */
export function roundingErrors(grid, values) {
  let clipped = 0, largest = 0, squares = 0
  for (const value of values) {
    const place = placed(grid, value), error = Math.abs(place.value - value)
    squares += error * error
    if (place.clipped) clipped += 1
    else largest = Math.max(largest, error)
  }
  return { clipped, largest, meanSquare: values.length ? squares / values.length : 0 }
}

/** The share of the full range (in steps of 1/100) whose grid gives these values the smallest mean squared error. */
export function bestRange(gridOf, values) {
  let best = 1, least = Infinity
  for (let percent = 100; percent >= 5; percent--) {
    const { meanSquare } = roundingErrors(gridOf(percent / 100), values)
    if (meanSquare < least) [best, least] = [percent / 100, meanSquare]
  }
  return best
}
