// What all kinds of explorables share. Each kind says how its slider is called and how far it goes, what can be chosen, and how it is drawn.

const WHOLE = "*"
const MEASURED = "read correctly ◉"

/** The whole network and each of its layers that are named, as [value, text] of a choice. */
function layerChoices(numbers, names, whole) {
  const layers = numbers.layers.filter(one => names.includes(one.layer))
  const named = layers.map(one => [one.layer, `${one.layer} (${one.shape.join("×")})`])
  return whole ? [[WHOLE, "the whole network"], ...named] : named
}

function layerOf(numbers, name) {
  return numbers.layers.find(one => one.layer === name)
}

/** "97.8 %" of the test pictures. */
function ofPictures(correct, numbers) {
  return `${((100 * correct) / numbers.pictures).toFixed(1)} %`
}

/** What the sign behind a figure means. */
function howMeasured(numbers) {
  const day = new Date(`${numbers.measured}T12:00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" })
  return `◉ Measured beforehand for this place of the slider: ${grouped(numbers.pictures)} test pictures, no training afterwards, ${day}.`
}
