// Weights on a line, and the grid of a few bits that they are rounded to.

const roundingKind = {
  choice: "Layer",
  choices: numbers => layerChoices(numbers, numbers.shows.rounding, false),
  slider: () => ({ name: "Bits a weight", min: 2, max: 8, step: 1 }),
  first: start => ({ at: start.bits, chosen: start.layer }),
  show({ numbers, at, chosen, find }) {
    const layer = layerOf(numbers, chosen), largest = Math.max(Math.abs(layer.low), Math.abs(layer.high))
    const grid = symmetricGrid(layer.low, layer.high, at), errors = roundingErrors(grid, layer.sample)
    drawLine(find("picture"), { values: layer.sample, from: -largest, to: largest }, grid)
    return {
      shown: `${at} bits`,
      figures: {
        "values on the grid": String(grid.last - grid.first + 1),
        "one step": threeDigits(grid.scale),
        "largest error": threeDigits(errors.largest),
        [MEASURED]: ofPictures(numbers.correct.rounded[chosen][at - 2], numbers),
      },
      note: `${layer.sample.length} weights of ${chosen}; all of its weights are rounded, those of the other layers are not. ${howMeasured(numbers)}`,
    }
  },
}
