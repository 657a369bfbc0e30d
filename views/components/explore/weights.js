// A histogram of weights, and a threshold that takes the smallest.

const weightsKind = {
  choice: "Where",
  choices: numbers => layerChoices(numbers, numbers.shows.weights, true),
  slider: () => ({ name: "Weights that become zero", min: 0, max: 99, step: 1 }),
  first: start => ({ at: Math.round(100 * start.amount), chosen: start.layer ?? WHOLE }),
  show({ numbers, at, chosen, find }) {
    const whole = chosen === WHOLE, share = at / 100, layers = whole ? numbers.layers : [layerOf(numbers, chosen)]
    const threshold = whole ? commonThreshold(layers, share) : quantile(layers[0].magnitudes, share)
    const total = layers.reduce((sum, layer) => sum + layer.total, 0), left = weightsLeft(total, share)
    drawHistogram(find("picture"), layers, at ? threshold : null)
    return {
      shown: `${at} %`,
      figures: {
        "weights left": grouped(left),
        "become zero": at ? `−${threeDigits(threshold)} to ${threeDigits(threshold)}` : "none",
        [MEASURED]: ofPictures(numbers.correct.zeros[chosen][at], numbers),
      },
      note: `${whole ? "One threshold for all layers." : "The other layers stay whole."} ${howMeasured(numbers)}`,
    }
  },
}
