// The filters of a convolution, and what is left when whole ones go: those with the smallest weights first.

const filtersKind = {
  choice: "Layer",
  choices: numbers => layerChoices(numbers, numbers.shows.filters, false),
  slider: ({ numbers, chosen }) => ({ name: "Filters that go", min: 0, max: numbers.channels[chosen].order.length - 1, step: 1 }),
  first: (start, numbers) => ({ at: Math.round(start.amount * numbers.channels[start.layer].order.length), chosen: start.layer }),
  show({ numbers, at, chosen, find }) {
    const { order, weights, correct } = numbers.channels[chosen], gone = new Set(order.slice(0, at)), canvas = find("canvas")
    drawFilterGrid(canvas, layerOf(numbers, chosen).filters, (_, number) => gone.has(number))
    canvas.setAttribute("aria-label", `${order.length} filters of ${chosen}; ${at} of them are crossed out.`)
    return {
      shown: `${at} of ${order.length}`,
      figures: {
        "filters left": String(order.length - at),
        "weights of the network": grouped(weights[at]),
        [MEASURED]: ofPictures(correct[at], numbers),
      },
      note: `The filters with the smallest weights go first, and with each the inputs that read its channel. ${howMeasured(numbers)}`,
    }
  },
}
