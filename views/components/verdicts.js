// What a drawing's readings mean. A variant is {zeros, bits, scores, idealBytes, …}; the first one is the whole network.

/** The class with the highest score, and the score. */
export function reading(variant) {
  const best = variant.scores.reduce((top, score, place) => (score > variant.scores[top] ? place : top), 0)
  return { digit: best, sure: variant.scores[best] }
}

/** What a variant should read: what the student says was drawn, or else what the whole network reads. */
export function expected(variants, drawn) {
  return drawn ?? reading(variants[0]).digit
}

/** Of the variants that read something else than they should, the one with the most bits of weights left; null where all agree. */
export function firstFailure(variants, drawn) {
  const wanted = expected(variants, drawn)
  const failing = variants.filter(variant => reading(variant).digit !== wanted)
  return failing.reduce((most, variant) => (most === null || variant.idealBytes > most.idealBytes ? variant : most), null)
}

/** 0.9967 as "99.7 %"; never "100 %" for what is less. */
export function percent(share) {
  if (share >= 0.9995) return "more than 99.9 %"
  return share >= 0.99 ? `${(100 * share).toFixed(1)} %` : `${(100 * share).toFixed(0)} %`
}

/** The variant's own name: "90 % zeros, 4 bits". */
export function nameOf(variant) {
  return `${(100 * variant.zeros).toFixed(0)} % zeros, ${variant.bits} bits`
}

/** "a 3", but "an 8". */
export function article(name) {
  return `${/^(8|[aeiou])/.test(name) ? "an" : "a"} ${name}`
}

/** What a network's reading is worth, in a few words: against what the drawing is, or else against what the whole network reads. */
export function worthOf(variant, variants, drawn, classes) {
  const isRight = reading(variant).digit === expected(variants, drawn)
  if (drawn !== null) return isRight ? "✓ correct" : `✗ wrong: it is ${article(classes[drawn])}`
  if (variant === variants[0]) return "what the others are compared with"
  return isRight ? "✓ the same" : "✗ something else"
}

/** Where the drawing breaks, in one or two sentences. */
export function whereItBreaks(variants, drawn, classes) {
  const whole = reading(variants[0]), wanted = expected(variants, drawn), first = firstFailure(variants, drawn)
  if (first === null) {
    return `Nothing breaks it: all ${variants.length} networks read ${article(classes[wanted])}, down to ${nameOf(variants[variants.length - 1])}.`
  }
  const failing = variants.filter(variant => reading(variant).digit !== wanted).length
  if (first === variants[0]) {
    const right = variants.length - failing
    const others = right ? `${right} of the ${variants.length} networks ${right === 1 ? "reads" : "read"}` : "None of the smaller ones reads"
    return `It is ${article(classes[wanted])}, and even the whole network reads ${article(classes[whole.digit])}: it learned from other hands. ${others} it correctly.`
  }
  return `It breaks at ${nameOf(first)}: that network reads ${article(classes[reading(first).digit])}. ${failing} of ${variants.length} networks fail.`
}
