const LANE = 13 // px from one line to the next
const NODE = 22 // px from the top of a row to the middle of its node: beside the first line of its name
const RADIUS = 6
const FIRST = 9 // px from the edge to the middle of the first lane
const COLOURS = { unseen: "var(--soft)", begun: "#3b7dd8", shaky: "#c4711f", solid: "#4e8f3c", mastered: "#8257c9" }
const SHARES = { begun: 0.25, solid: 0.75 }
const at = lane => FIRST + lane * LANE

export default function ({ parentElement, data, setTriggerValue }) {
  const map = parentElement.querySelector("#map"), { rows, lanes } = data
  const indent = at(lanes) + 2
  map.replaceChildren(...rows.map(row => (row.group ? heading(row, indent) : concept(row, indent, setTriggerValue))))
  for (const [number, row] of rows.entries()) map.children[number].append(...lines(row, indent))
}

function heading(row, indent) {
  const item = document.createElement("li")
  item.className = "group"
  item.textContent = row.group
  item.style.paddingLeft = `${indent + 8}px`
  return item
}

function concept(row, indent, send) {
  const item = document.createElement("li"), link = document.createElement("a")
  link.href = row.href
  link.style.marginLeft = `${indent}px`
  link.append(part("name", row.name), part("level", row.level), part("unseen-text", row.needs))
  link.onclick = event => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    send("open", row.id)
  }
  item.append(link)
  return item
}

function part(name, text) {
  const span = document.createElement("span")
  span.className = name
  span.textContent = text
  return span
}

/** What is drawn left of a row: lines that go past it, those that lead to its node, and the node. */
function lines(row, width) {
  const below = [...row.passes.map(lane => [lane, 0]), ...(row.goesOn ? [[row.lane, NODE]] : [])]
  const passes = below.map(([lane, top]) => {
    const line = document.createElement("span")
    line.className = "pass"
    line.style.left = `${at(lane) - 1}px`
    line.style.top = `${top}px`
    return line
  })
  return row.group ? passes : [...passes, picture(row, width)]
}

function picture(row, width) {
  const drawn = svg("svg", { width, height: NODE + RADIUS + 2, "aria-hidden": "true" })
  for (const lane of row.joins) {
    const [from, to] = [at(lane), at(row.lane)]
    drawn.append(svg("path", { class: "edge", d: `M${from} 0C${from} ${NODE * 0.7} ${to} ${NODE * 0.3} ${to} ${NODE}` }))
  }
  drawn.append(...node(row))
  return drawn
}

/** The node by its level: an empty ring, a quarter, a triangle, three quarters, a full disc. */
function node({ lane, mastery }) {
  const [x, y, stroke] = [at(lane), NODE, COLOURS[mastery]], paper = "var(--st-background-color)"
  if (mastery === "shaky") {
    const d = `M${x} ${y - RADIUS - 1}L${x + RADIUS + 1} ${y + RADIUS - 1}L${x - RADIUS - 1} ${y + RADIUS - 1}Z`
    return [svg("path", { class: "node", d, stroke, fill: paper, "stroke-linejoin": "round" })]
  }
  const ring = svg("circle", { class: "node", cx: x, cy: y, r: RADIUS, stroke, fill: mastery === "mastered" ? stroke : paper })
  const share = SHARES[mastery]
  return share ? [ring, svg("path", { d: slice(x, y, share), fill: stroke })] : [ring]
}

function slice(x, y, share) {
  const angle = 2 * Math.PI * share, [endX, endY] = [x + RADIUS * Math.sin(angle), y - RADIUS * Math.cos(angle)]
  return `M${x} ${y}L${x} ${y - RADIUS}A${RADIUS} ${RADIUS} 0 ${share > 0.5 ? 1 : 0} 1 ${endX} ${endY}Z`
}
