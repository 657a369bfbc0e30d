// Ink on a paper of 28x28 pixels: 0 is paper, 1 is full of ink.

export const SIDE = 28
const BRUSH = 3.2
const HEX = "0123456789abcdef"

/** Add a stroke from (x0, y0) to (x1, y1), in pixels, with a soft edge; where it crosses older ink the darker one stays. */
export function stroke(ink, x0, y0, x1, y1, brush = BRUSH) {
  const along = x1 - x0, down = y1 - y0, length = along * along + down * down
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const right = x + 0.5 - x0, below = y + 0.5 - y0
      const share = length ? Math.min(1, Math.max(0, (right * along + below * down) / length)) : 0
      const distance = Math.hypot(right - share * along, below - share * down)
      const covered = Math.min(1, Math.max(0, brush / 2 + 0.5 - distance))
      if (covered > ink[y * SIDE + x]) ink[y * SIDE + x] = covered
    }
  }
}

/** The ink as 784 hex digits, row by row. */
export function asHex(ink) {
  return Array.from(ink, value => HEX[Math.round(15 * value)]).join("")
}

/** The ink that asHex wrote; blank where the text is not 784 hex digits. */
export function fromHex(text) {
  const ink = new Float32Array(SIDE * SIDE)
  if (/^[0-9a-f]{784}$/.test(text)) ink.forEach((_, place) => (ink[place] = parseInt(text[place], 16) / 15))
  return ink
}

/** Whether a stroke of any use is on the paper. */
export function isBlank(ink) {
  return !ink.some(value => value > 0.5)
}

/** A handwritten digit: its strokes with a slant, a size and a place from the random numbers of next(). */
export function sampleInk(digit, next) {
  const between = (low, high) => low + (high - low) * next()
  const slant = between(-0.18, 0.18), wide = between(0.85, 1.15), size = between(0.72, 1.02), turn = between(-0.1, 0.1)
  const aside = 0.12 * (1.02 - size), right = between(-aside, aside), below = between(-aside, aside)
  const moved = ([x, y]) => {
    const across = wide * (x - 0.5 - slant * (y - 0.5)), down = y - 0.5
    return [
      SIDE * (0.5 + right + size * (across * Math.cos(turn) - down * Math.sin(turn))),
      SIDE * (0.5 + below + size * (across * Math.sin(turn) + down * Math.cos(turn))),
    ]
  }
  const ink = new Float32Array(SIDE * SIDE)
  for (const points of DIGITS[digit]) {
    const line = points.map(moved)
    for (let number = 1; number < line.length; number++) stroke(ink, ...line[number - 1], ...line[number])
  }
  return ink
}

/** A digit by chance, but not the last one. */
export function otherDigit(last, next) {
  return last === null ? Math.floor(10 * next()) : (last + 1 + Math.floor(9 * next())) % 10
}

function arc(x, y, width, height, from, to) {
  const at = degrees => [x + width * Math.cos((degrees * Math.PI) / 180), y + height * Math.sin((degrees * Math.PI) / 180)]
  return Array.from({ length: 25 }, (_, step) => at(from + ((to - from) * step) / 24))
}

// In a square of side 1, x to the right and y down. The seven has the bar that many of the training pictures have.
const DIGITS = [
  [arc(0.5, 0.5, 0.24, 0.36, -90, 270)],
  [[[0.36, 0.28], [0.54, 0.14], [0.54, 0.86]]],
  [[...arc(0.5, 0.34, 0.22, 0.2, -170, 40), [0.28, 0.85], [0.76, 0.85]]],
  [[...arc(0.47, 0.32, 0.21, 0.18, -160, 90), ...arc(0.47, 0.68, 0.24, 0.18, -90, 160)]],
  [[[0.6, 0.86], [0.6, 0.14], [0.26, 0.62], [0.78, 0.62]]],
  [[[0.72, 0.15], [0.34, 0.15], [0.31, 0.47], ...arc(0.48, 0.64, 0.24, 0.22, -130, 150)]],
  [[[0.64, 0.13], [0.42, 0.34], ...arc(0.5, 0.65, 0.22, 0.21, 200, -160)]],
  [[[0.27, 0.16], [0.72, 0.16], [0.42, 0.86]], [[0.36, 0.52], [0.72, 0.52]]],
  [[...arc(0.5, 0.32, 0.18, 0.17, 90, 450), ...arc(0.5, 0.68, 0.22, 0.19, -90, 270)]],
  [[...arc(0.49, 0.35, 0.21, 0.2, 20, 380), [0.68, 0.5], [0.58, 0.87]]],
]
