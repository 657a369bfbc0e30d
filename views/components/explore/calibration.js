// The activations of a layer, and a grid that covers a share of their range: what lies outside is clipped, what lies inside is rounded.

const calibrationKind = {
  choice: "Activations of",
  choices: numbers => layerChoices(numbers, numbers.shows.calibration, false),
  slider: () => ({ name: "Range that the grid covers", min: 5, max: 100, step: 5 }),
  first: start => ({ at: 5 * Math.round(20 * start.covers), chosen: start.layer }),
  show({ numbers, at, chosen, find, start }) {
    const { activations, activation_low: low, activation_high: high } = layerOf(numbers, chosen)
    const grid = asymmetricGrid((at / 100) * low, (at / 100) * high, start.bits), errors = roundingErrors(grid, activations)
    drawLine(find("picture"), { values: activations, from: Math.min(low, 0), to: Math.max(high, 0) }, grid)
    return {
      shown: `${at} %`,
      figures: {
        clipped: `${errors.clipped} of ${activations.length}`,
        "one step": threeDigits(grid.scale),
        "mean squared error": threeDigits(errors.meanSquare),
        [MEASURED]: ofPictures(numbers.correct.covered[chosen][start.bits][at / 5 - 1], numbers),
      },
      note: `${start.bits} bits for each activation of this layer; × marks what is clipped. ${howMeasured(numbers)}`,
    }
  },
}
