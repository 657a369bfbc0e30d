const INK = "#211D17", PAPER = "#FBF9F4", RUST = "#A6321B"
const benches = new WeakMap()

export default function (component) {
  const { parentElement, data } = component
  const bench = benches.get(parentElement) ?? started(parentElement)
  benches.set(parentElement, bench)
  bench.data = data
  if (bench.drawing !== data.drawing) {
    bench.drawing = data.drawing
    const kept = recalled("readings", {})
    bench.at = kept.drawing === data.drawing && data.variants[kept.at]
      ? kept.at
      : data.variants.indexOf(firstFailure(data.variants, data.drawn) ?? data.variants[data.variants.length - 1])
  }
  for (const [id, values] of [["zeros", data.zeros], ["bits", data.bits]]) {
    bench.find(id).max = values.length - 1
    bench.find(id).oninput = () => choose(bench, Number(bench.find("zeros").value), Number(bench.find("bits").value))
  }
  bench.find("save").onclick = () => save(bench)
  drawMap(bench)
  drawSeen(bench.find("seen"), data.seen)
  show(bench)
  document.addEventListener("paper-drawing", bench.hear)
  document.dispatchEvent(new CustomEvent("paper-asked"))
  return () => document.removeEventListener("paper-drawing", bench.hear)
}

function started(root) {
  const bench = { find: id => root.querySelector(`#${id}`), drawing: null }
  bench.hear = ({ detail }) => markEarlier(bench, detail !== bench.data.drawing)
  return bench
}

/** The paper above shows another drawing now, or none. */
function markEarlier(bench, isEarlier) {
  bench.find("earlier").hidden = !isEarlier
  bench.find("earlier").parentElement.classList.toggle("is-earlier", isEarlier)
}

function choose(bench, zeros, bits) {
  bench.at = zeros * bench.data.bits.length + bits
  remember("readings", { drawing: bench.drawing, at: bench.at })
  show(bench)
}

function show(bench) {
  const { variants, drawn, classes, bits } = bench.data, one = variants[bench.at], whole = variants[0]
  bench.find("zeros").value = Math.floor(bench.at / bits.length)
  bench.find("bits").value = bench.at % bits.length
  for (const [id, text] of [["zeros", `${(100 * one.zeros).toFixed(0)} %`], ["bits", `${one.bits}`]]) {
    bench.find(`${id}-said`).textContent = text
    bench.find(id).setAttribute("aria-valuetext", text)
  }
  bench.find("said").textContent = whereItBreaks(variants, drawn, classes)
  const found = reading(one)
  bench.find("chosen-said").textContent =
    `${nameOf(one)}: reads ${article(classes[found.digit])} (${percent(found.sure)}). ${grouped(one.nonzero)} weights are not zero; ` +
    `it reads ${(100 * one.accuracy).toFixed(1)} % of the ${grouped(one.images)} test pictures correctly.`
  sheet(bench.find("whole"), "The whole network, 32 bits", whole, bench.data)
  sheet(bench.find("chosen"), nameOf(one), one, bench.data)
  for (const [place, button] of bench.cells.entries()) {
    button.classList.toggle("now", place === bench.at)
    button.setAttribute("aria-pressed", place === bench.at)
  }
}

function sheet(place, title, variant, { classes, drawn, variants }) {
  const { digit, sure } = reading(variant)
  const bars = element("div", "bars")
  variant.scores.forEach((score, name) => {
    const bar = element("i", name === digit ? "top" : ""), part = element("b", "")
    part.style.width = `${100 * score}%`
    bar.append(part)
    bars.append(element("span", name === digit ? "top-name" : "", classes[name]), bar)
  })
  place.replaceChildren(
    element("div", "what", title),
    element("div", "reads", classes[digit]),
    element("div", "soft", `gives it ${percent(sure)}`),
    element("div", "verdict", worthOf(variant, variants, drawn, classes)),
    bars,
  )
}

function drawMap(bench) {
  const { variants, drawn, classes, zeros, bits } = bench.data, wanted = expected(variants, drawn), first = firstFailure(variants, drawn)
  const head = document.createElement("tr")
  head.append(header("zeros", "col"), ...zeros.map(share => header(`${(100 * share).toFixed(0)} %`, "col")))
  bench.cells = []
  const rows = bits.map((count, row) => {
    const line = document.createElement("tr")
    line.append(header(`${count} bits`, "row"))
    zeros.forEach((_, column) => {
      const place = column * bits.length + row, variant = variants[place], { digit } = reading(variant), right = digit === wanted
      const button = element("button", right ? "fine" : "broken", classes[digit])
      Object.assign(button, { type: "button", tabIndex: -1, onclick: () => choose(bench, column, row) })
      button.append(element("small", "", right ? "✓" : "✗"))
      button.classList.toggle("break-here", variant === first)
      button.setAttribute("aria-label", `${nameOf(variant)}: reads ${article(classes[digit])}, ${right ? "as it should" : "which is something else"}`)
      bench.cells[place] = button
      const cell = document.createElement("td")
      cell.append(button)
      line.append(cell)
    })
    return line
  })
  bench.find("map").replaceChildren(head, ...rows)
  bench.find("key").textContent =
    `Each field is a network and says what it reads; ✓ ${drawn === null ? "as the whole network" : "correctly"}, ✗ not. ` +
    (first ? "The thick line below marks where it breaks first: of those that fail, the one with the most bits left. " : "") +
    "Choose one here or with the sliders."
}

function header(text, scope) {
  const cell = element("th", "", text)
  cell.scope = scope
  return cell
}

function element(name, className, text) {
  const made = document.createElement(name)
  made.className = className
  if (text !== undefined) made.textContent = text
  return made
}

function drawSeen(canvas, rows) {
  const ratio = globalThis.devicePixelRatio || 1, side = rows.length
  canvas.width = canvas.height = 84 * ratio
  const small = document.createElement("canvas")
  small.width = small.height = side
  const context = small.getContext("2d"), picture = context.createImageData(side, side)
  const [red, green, blue] = getComputedStyle(canvas).color.match(/\d+(\.\d+)?/g).map(Number)
  rows.flat().forEach((value, place) => picture.data.set([red, green, blue, 255 * value], 4 * place))
  context.putImageData(picture, 0, 0)
  canvas.getContext("2d").drawImage(small, 0, 0, 84 * ratio, 84 * ratio)
}

/** A PNG with the drawing, where it broke, and the map; on paper, whatever theme the page has. */
function save(bench) {
  const { variants, drawn, classes, zeros, bits, drawing } = bench.data
  const canvas = document.createElement("canvas"), context = sharpContext(canvas, 900, 430)
  const wanted = expected(variants, drawn), first = firstFailure(variants, drawn)
  context.fillStyle = PAPER
  context.fillRect(0, 0, 900, 430)
  context.fillStyle = INK
  context.font = "600 22px serif"
  const lines = wrapped(context, whereItBreaks(variants, drawn, classes), 840)
  lines.forEach((line, number) => context.fillText(line, 30, 44 + 28 * number))
  const top = 56 + 28 * lines.length, cell = 10
  fromHex(drawing).forEach((value, place) => {
    context.globalAlpha = value
    context.fillRect(30 + (place % SIDE) * cell, top + Math.floor(place / SIDE) * cell, cell, cell)
  })
  context.globalAlpha = 1
  context.strokeStyle = INK
  context.strokeRect(30, top, SIDE * cell, SIDE * cell)
  context.font = "15px sans-serif"
  context.textAlign = "center"
  zeros.forEach((share, column) => context.fillText(`${(100 * share).toFixed(0)} %`, 430 + 56 * column, top + 14))
  context.fillText("zeros", 365, top + 14)
  bits.forEach((count, row) => context.fillText(`${count} bits`, 365, top + 52 + 48 * row))
  variants.forEach((variant, place) => {
    const column = Math.floor(place / bits.length), row = place % bits.length, { digit } = reading(variant), right = digit === wanted
    const left = 405 + 56 * column, high = top + 26 + 48 * row
    context.fillStyle = right ? "#DDE7D6" : "#F0D3CB"
    context.fillRect(left, high, 50, 42)
    context.strokeStyle = RUST
    context.lineWidth = variant === first ? 4 : 1.5
    if (!right) context.strokeRect(left + 1, high + 1, 48, 40)
    context.fillStyle = INK
    context.fillText(`${classes[digit]} ${right ? "✓" : "✗"}`, left + 25, high + 27)
  })
  context.textAlign = "left"
  context.font = "13px sans-serif"
  context.fillText("Each field: a network with that share of zeros and that many bits a weight, and what it reads. Measured with Featherweight.", 30, 412)
  const link = document.createElement("a")
  link.href = canvas.toDataURL("image/png")
  link.download = "where-it-broke.png"
  link.click()
}

function wrapped(context, text, width) {
  const lines = [""]
  for (const word of text.split(" ")) {
    const longer = `${lines[lines.length - 1]} ${word}`.trim()
    if (context.measureText(longer).width > width) lines.push(word)
    else lines[lines.length - 1] = longer
  }
  return lines
}
