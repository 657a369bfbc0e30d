// What is known of a layer here: how many weights it has, and 201 quantiles of their absolute values.

/** The absolute value below which the given share of the weights lies. */
export function quantile(magnitudes, share) {
  const place = Math.min(Math.max(share, 0), 1) * (magnitudes.length - 1)
  const low = Math.floor(place), high = Math.ceil(place)
  return magnitudes[low] + (magnitudes[high] - magnitudes[low]) * (place - low)
}

/** The share of the weights whose absolute value is at most the threshold: the inverse of quantile. */
export function shareBelow(magnitudes, threshold) {
  const last = magnitudes.length - 1
  if (threshold >= magnitudes[last]) return 1
  if (threshold < magnitudes[0]) return 0
  let low = 0, high = last
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (magnitudes[middle] <= threshold) low = middle
    else high = middle
  }
  return (low + (threshold - magnitudes[low]) / (magnitudes[high] - magnitudes[low])) / last
}

/** The one threshold below which the given share of all layers' weights together lies. */
export function commonThreshold(layers, share) {
  const total = layers.reduce((sum, layer) => sum + layer.total, 0)
  let low = 0, high = Math.max(...layers.map(layer => layer.magnitudes[layer.magnitudes.length - 1]))
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2
    const below = layers.reduce((sum, layer) => sum + layer.total * shareBelow(layer.magnitudes, middle), 0)
    if (below < share * total) low = middle
    else high = middle
  }
  return high
}

/** How many weights are left when the given share of them is removed, as PyTorch counts it. */
export function weightsLeft(total, share) {
  return total - Math.round(share * total)
}

/**
 * The largest absolute value among the weights of a layer that become zero when this share of it is removed; null where not all of its
 * weights are here, or no share of this layer is meant.
 */
export function exactThreshold(layer, share) {
  const magnitudes = layer.filters.flat(2).map(Math.abs).sort((a, b) => a - b)
  if (share === null || magnitudes.length !== layer.total) return null
  return magnitudes[layer.total - weightsLeft(layer.total, share) - 1] ?? -1
}

/** One histogram over [low, high] out of several: each bin's count is spread evenly over the bins that it covers. */
export function mergedCounts(layers, low, high, bins) {
  const counts = new Array(bins).fill(0), width = (high - low) / bins
  for (const layer of layers) {
    const own = (layer.high - layer.low) / layer.counts.length
    layer.counts.forEach((count, number) => {
      const start = layer.low + number * own, end = start + own
      const first = Math.max(0, Math.floor((start - low) / width)), last = Math.min(bins - 1, Math.floor((end - low) / width))
      for (let bin = first; bin <= last; bin++) {
        const overlap = Math.min(end, low + (bin + 1) * width) - Math.max(start, low + bin * width)
        if (overlap > 0) counts[bin] += (count * overlap) / own
      }
    })
  }
  return counts
}
