// What settings come to, from runs that were recorded over a grid of them; and how that stands against a budget.

/** Most of what training gives back comes with the first epoch. */
const soon = epochs => 1 - Math.exp(-1.5 * epochs)

/** On which scale a setting or a figure changes evenly: the bytes of a pruned file halve with the weights that are left. */
const SCALES = {
  coded_epochs: soon,
  fast_epochs: soon,
  sparsity: value => -Math.log(1.0001 - value),
  shared_values: value => Math.log2(value),
  bytes: { to: Math.log, back: Math.exp },
  speed: { to: Math.log, back: Math.exp },
  low: { to: Math.log, back: Math.exp },
  high: { to: Math.log, back: Math.exp },
}

/**
 * The figures at `settings`, between the recorded `rows`: linear along each axis on its scale, and beyond an end as at that end.
 * `axes` names the settings with the values that were recorded, numbers in ascending order or words, of which each was recorded.
 */
export function between(rows, axes, settings, figures) {
  const names = Object.keys(axes)
  const corners = names.reduce(
    (some, name) => some.flatMap(corner => sides(name, axes[name], settings[name]).map(([value, share]) =>
      ({ at: [...corner.at, value], share: corner.share * share }))),
    [{ at: [], share: 1 }],
  ).filter(({ share }) => share > 0)
  const recorded = corners.map(({ at, share }) => [rows.find(row => names.every((name, place) => row[name] === at[place])), share])
  if (recorded.some(([row]) => !row)) return null
  return Object.fromEntries(figures.map(figure => {
    const { to, back } = SCALES[figure] ?? { to: Number, back: Number }
    return [figure, back(recorded.reduce((sum, [row, share]) => sum + share * to(row[figure]), 0))]
  }))
}

/** The recorded values on both sides of a setting, each with its share. */
function sides(name, values, wanted) {
  if (typeof wanted === "string") return [[wanted, 1]]
  const scale = SCALES[name] ?? Number, last = values.length - 1
  const above = values.findIndex(value => value >= wanted)
  if (above === 0) return [[values[0], 1]]
  if (above < 0) return [[values[last], 1]]
  const [low, high] = [values[above - 1], values[above]]
  const share = (scale(wanted) - scale(low)) / (scale(high) - scale(low))
  return [[low, 1 - share], [high, share]]
}

/** Whether each figure keeps its limit: true, false, or null where the interval of a speed holds the limit; no entry where there is none. */
export function kept(limits, { bytes, accuracy, low, high }) {
  const found = { bytes: bytes <= limits.bytes, accuracy: accuracy >= limits.accuracy - 1e-9 }
  if (limits.speed !== null) found.speed = low === undefined ? null : low >= limits.speed ? true : high < limits.speed ? false : null
  return found
}

/** Bytes in three digits: 312 bytes, 15.3 kB, 1.73 MB. */
export function bytesInWords(bytes) {
  if (bytes < 1000) return `${Math.round(bytes)} bytes`
  return bytes < 999_500 ? `${Number((bytes / 1000).toPrecision(3))} kB` : `${(bytes / 1e6).toFixed(2)} MB`
}
